package keyboard

// Keycode is a key: an ASCII character, which stands for the key that types it, or one of the constants.
type Keycode uint16

// What the upper bits of a Keycode say.
const (
	ofModifier = 0xe000
	ofSystem   = 0xe200
	ofConsumer = 0xe400
	ofKey      = 0xf000
)

// meaning is the kind of a key and what the keyboard's report has for it.
func (c Keycode) meaning() (kind Keycode, key, modifiers uint8, err error) {
	switch kind := c &^ 0xff; {
	case kind == ofKey:
		return ofKey, uint8(c), 0, nil
	case kind == ofModifier:
		return ofKey, 0, uint8(c), nil
	case kind == ofSystem:
		return ofSystem, uint8(c), 0, nil
	case c&^0x3ff == ofConsumer:
		return ofConsumer, 0, 0, nil
	case c < 0x80:
		key, modifiers = ascii(byte(c))
		if key == 0 {
			err = ErrInvalidCodepoint
		}
		return ofKey, key, modifiers, err
	case c < ofModifier:
		return 0, 0, 0, ErrInvalidCodepoint
	}
	return 0, 0, 0, ErrInvalidKeycode
}

// The characters of the keys from Enter on, and with the shift key those from 1 on; \x00 is none.
const (
	plain   = "\n\x1b\b\t -=[]\\\x00;'`,./"
	shifted = "!@#$%^&*()\x00\x00\x00\x00\x00_+{}|\x00:\"~<>?"
)

// ascii is the key of a character, and its modifiers; 0 if there is none.
func ascii(c byte) (key, modifiers uint8) {
	const shift = uint8(KeyModifierShift & 0xff)
	switch {
	case c == 0:
		return 0, 0
	case c >= 'a' && c <= 'z':
		return c - 'a' + uint8(KeyA&0xff), 0
	case c >= 'A' && c <= 'Z':
		return c - 'A' + uint8(KeyA&0xff), shift
	case c >= '1' && c <= '9':
		return c - '1' + uint8(Key1&0xff), 0
	case c == '0':
		return uint8(Key0 & 0xff), 0
	case c == 0x7f:
		return uint8(KeyDelete & 0xff), 0
	}
	for i := 0; i < len(plain); i++ {
		if plain[i] == c {
			return uint8(i) + uint8(KeyEnter&0xff), 0
		}
	}
	for i := 0; i < len(shifted); i++ {
		if shifted[i] == c {
			return uint8(i) + uint8(Key1&0xff), shift
		}
	}
	return 0, 0
}

// Modifiers.
const (
	KeyModifierLeftCtrl   Keycode = ofModifier | 0x01
	KeyModifierLeftShift  Keycode = ofModifier | 0x02
	KeyModifierLeftAlt    Keycode = ofModifier | 0x04
	KeyModifierLeftGUI    Keycode = ofModifier | 0x08
	KeyModifierRightCtrl  Keycode = ofModifier | 0x10
	KeyModifierRightShift Keycode = ofModifier | 0x20
	KeyModifierRightAlt   Keycode = ofModifier | 0x40
	KeyModifierRightGUI   Keycode = ofModifier | 0x80
	KeyModifierCtrl               = KeyModifierLeftCtrl
	KeyModifierShift              = KeyModifierLeftShift
	KeyModifierAlt                = KeyModifierLeftAlt
	KeyModifierGUI                = KeyModifierLeftGUI
	KeyLeftCtrl                   = KeyModifierLeftCtrl
	KeyLeftShift                  = KeyModifierLeftShift
	KeyLeftAlt                    = KeyModifierLeftAlt
	KeyLeftGUI                    = KeyModifierLeftGUI
	KeyRightCtrl                  = KeyModifierRightCtrl
	KeyRightShift                 = KeyModifierRightShift
	KeyRightAlt                   = KeyModifierRightAlt
	KeyRightGUI                   = KeyModifierRightGUI
)

// Keys of the whole computer: HID Usage Tables 1.12, chapter 4.
const (
	KeySystemPowerDown Keycode = ofSystem | 0x81
	KeySystemSleep     Keycode = ofSystem | 0x82
	KeySystemWakeUp    Keycode = ofSystem | 0x83
)

// Keys of players: chapter 15.
const (
	KeyMediaPlay        Keycode = ofConsumer | 0xb0
	KeyMediaPause       Keycode = ofConsumer | 0xb1
	KeyMediaRecord      Keycode = ofConsumer | 0xb2
	KeyMediaFastForward Keycode = ofConsumer | 0xb3
	KeyMediaRewind      Keycode = ofConsumer | 0xb4
	KeyMediaNextTrack   Keycode = ofConsumer | 0xb5
	KeyMediaPrevTrack   Keycode = ofConsumer | 0xb6
	KeyMediaStop        Keycode = ofConsumer | 0xb7
	KeyMediaEject       Keycode = ofConsumer | 0xb8
	KeyMediaRandomPlay  Keycode = ofConsumer | 0xb9
	KeyMediaPlayPause   Keycode = ofConsumer | 0xcd
	KeyMediaPlaySkip    Keycode = ofConsumer | 0xce
	KeyMediaMute        Keycode = ofConsumer | 0xe2
	KeyMediaVolumeInc   Keycode = ofConsumer | 0xe9
	KeyMediaVolumeDec   Keycode = ofConsumer | 0xea
)

// Keys by their places: chapter 10, and the names of the characters in the layout of the United States.
const (
	KeyA           Keycode = ofKey | 4
	KeyB           Keycode = ofKey | 5
	KeyC           Keycode = ofKey | 6
	KeyD           Keycode = ofKey | 7
	KeyE           Keycode = ofKey | 8
	KeyF           Keycode = ofKey | 9
	KeyG           Keycode = ofKey | 10
	KeyH           Keycode = ofKey | 11
	KeyI           Keycode = ofKey | 12
	KeyJ           Keycode = ofKey | 13
	KeyK           Keycode = ofKey | 14
	KeyL           Keycode = ofKey | 15
	KeyM           Keycode = ofKey | 16
	KeyN           Keycode = ofKey | 17
	KeyO           Keycode = ofKey | 18
	KeyP           Keycode = ofKey | 19
	KeyQ           Keycode = ofKey | 20
	KeyR           Keycode = ofKey | 21
	KeyS           Keycode = ofKey | 22
	KeyT           Keycode = ofKey | 23
	KeyU           Keycode = ofKey | 24
	KeyV           Keycode = ofKey | 25
	KeyW           Keycode = ofKey | 26
	KeyX           Keycode = ofKey | 27
	KeyY           Keycode = ofKey | 28
	KeyZ           Keycode = ofKey | 29
	Key1           Keycode = ofKey | 30
	Key2           Keycode = ofKey | 31
	Key3           Keycode = ofKey | 32
	Key4           Keycode = ofKey | 33
	Key5           Keycode = ofKey | 34
	Key6           Keycode = ofKey | 35
	Key7           Keycode = ofKey | 36
	Key8           Keycode = ofKey | 37
	Key9           Keycode = ofKey | 38
	Key0           Keycode = ofKey | 39
	KeyEnter       Keycode = ofKey | 40
	KeyEsc         Keycode = ofKey | 41
	KeyBackspace   Keycode = ofKey | 42
	KeyTab         Keycode = ofKey | 43
	KeySpace       Keycode = ofKey | 44
	KeyMinus       Keycode = ofKey | 45
	KeyEqual       Keycode = ofKey | 46
	KeyLeftBrace   Keycode = ofKey | 47
	KeyRightBrace  Keycode = ofKey | 48
	KeyBackslash   Keycode = ofKey | 49
	KeyNonUsNum    Keycode = ofKey | 50
	KeySemicolon   Keycode = ofKey | 51
	KeyQuote       Keycode = ofKey | 52
	KeyTilde       Keycode = ofKey | 53
	KeyComma       Keycode = ofKey | 54
	KeyPeriod      Keycode = ofKey | 55
	KeySlash       Keycode = ofKey | 56
	KeyCapsLock    Keycode = ofKey | 57
	KeyF1          Keycode = ofKey | 58
	KeyF2          Keycode = ofKey | 59
	KeyF3          Keycode = ofKey | 60
	KeyF4          Keycode = ofKey | 61
	KeyF5          Keycode = ofKey | 62
	KeyF6          Keycode = ofKey | 63
	KeyF7          Keycode = ofKey | 64
	KeyF8          Keycode = ofKey | 65
	KeyF9          Keycode = ofKey | 66
	KeyF10         Keycode = ofKey | 67
	KeyF11         Keycode = ofKey | 68
	KeyF12         Keycode = ofKey | 69
	KeyPrintscreen Keycode = ofKey | 70
	KeyScrollLock  Keycode = ofKey | 71
	KeyPause       Keycode = ofKey | 72
	KeyInsert      Keycode = ofKey | 73
	KeyHome        Keycode = ofKey | 74
	KeyPageUp      Keycode = ofKey | 75
	KeyDelete      Keycode = ofKey | 76
	KeyEnd         Keycode = ofKey | 77
	KeyPageDown    Keycode = ofKey | 78
	KeyRight       Keycode = ofKey | 79
	KeyLeft        Keycode = ofKey | 80
	KeyDown        Keycode = ofKey | 81
	KeyUp          Keycode = ofKey | 82
	KeyNumLock     Keycode = ofKey | 83
	KeypadSlash    Keycode = ofKey | 84
	KeypadAsterisk Keycode = ofKey | 85
	KeypadMinus    Keycode = ofKey | 86
	KeypadPlus     Keycode = ofKey | 87
	KeypadEnter    Keycode = ofKey | 88
	Keypad1        Keycode = ofKey | 89
	Keypad2        Keycode = ofKey | 90
	Keypad3        Keycode = ofKey | 91
	Keypad4        Keycode = ofKey | 92
	Keypad5        Keycode = ofKey | 93
	Keypad6        Keycode = ofKey | 94
	Keypad7        Keycode = ofKey | 95
	Keypad8        Keycode = ofKey | 96
	Keypad9        Keycode = ofKey | 97
	Keypad0        Keycode = ofKey | 98
	KeypadPeriod   Keycode = ofKey | 99
	KeyNonUSBS     Keycode = ofKey | 100
	KeyMenu        Keycode = ofKey | 101
	KeyF13         Keycode = ofKey | 104
	KeyF14         Keycode = ofKey | 105
	KeyF15         Keycode = ofKey | 106
	KeyF16         Keycode = ofKey | 107
	KeyF17         Keycode = ofKey | 108
	KeyF18         Keycode = ofKey | 109
	KeyF19         Keycode = ofKey | 110
	KeyF20         Keycode = ofKey | 111
	KeyF21         Keycode = ofKey | 112
	KeyF22         Keycode = ofKey | 113
	KeyF23         Keycode = ofKey | 114
	KeyF24         Keycode = ofKey | 115
	KeyUpArrow             = KeyUp
	KeyDownArrow           = KeyDown
	KeyLeftArrow           = KeyLeft
	KeyRightArrow          = KeyRight
	KeyReturn              = KeyEnter
)
