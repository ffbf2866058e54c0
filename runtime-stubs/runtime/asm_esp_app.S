// The application descriptor, with which read-only data begin in the flash of Espressif's chips
// (ESP-IDF Programming Guide, "App Image Format", esp_app_desc_t): 256 bytes. What is not known
// is zero; a build has no time, so that it is the same each time.

    .section .rodata_desc, "a"
    .p2align 2
    .global esp_app_desc
    .type esp_app_desc, @object
esp_app_desc:
    .long   0xabcd5432          // the descriptor's magic word
    .long   0                   // secure version
    .long   0, 0
    .ascii  "0"                 // version, 32 bytes
    .space  31
    .ascii  "embgo"             // project, 32 bytes
    .space  27
    .space  16                  // time
    .space  16                  // date
    .ascii  "none"              // version of ESP-IDF, 32 bytes
    .space  28
    .space  32                  // SHA-256 of the ELF file
    .short  0                   // eFuse blocks of this revision on
    .short  99                  // and up to this
    .byte   16                  // pages of 2^16 bytes
    .space  3
    .space  72
    .size esp_app_desc, . - esp_app_desc
