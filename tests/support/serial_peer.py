"""A board on a serial line, as a pseudo-terminal behind a link that has the port's name.

Arguments: the link, then what happens in turn:
  FILE     the bytes of a file are sent
  -gone    the line disappears for half a second and comes back as another terminal
  -echo    one line is read and sent back behind "got: "
  -flashed=BOARD
           once flashed.elf is there, it is run in the simulator and what it writes is sent; the
           environment has embgo's path as EMBGO
Then it waits to be killed.
"""
import array
import fcntl
import os
import select
import subprocess
import sys
import termios
import time
import tty


# ioctl_tty(2): whether somebody has the terminal for himself, as who opens a serial port has.
TIOCGEXCL = 0x80045440


class Line:
    def __init__(self, link):
        self.link = link
        self.open()

    def open(self):
        self.master, self.slave = os.openpty()
        tty.setraw(self.slave, termios.TCSANOW)
        os.symlink(os.ttyname(self.slave), self.link + ".new")
        os.rename(self.link + ".new", self.link)

    def gone(self):
        # What was sent last would go with the line.
        time.sleep(0.5)
        os.unlink(self.link)
        os.close(self.slave)
        os.close(self.master)
        time.sleep(0.5)
        self.open()
        self.wait()

    def wait(self):
        """Until somebody has opened the line and set it up."""
        taken = array.array("i", [0])
        while not taken[0]:
            time.sleep(0.02)
            fcntl.ioctl(self.slave, TIOCGEXCL, taken)
        time.sleep(0.2)

    def send(self, data):
        while data:
            data = data[os.write(self.master, data):]

    def echo(self):
        text = b""
        while not text.endswith(b"\n"):
            select.select([self.master], [], [], 60)
            text += os.read(self.master, 1)
        self.send(b"got: " + text)

    def flashed(self, board):
        size = -1
        # Until the copy is whole.
        while size < 0 or os.path.getsize("flashed.elf") != size:
            if os.path.exists("flashed.elf"):
                size = os.path.getsize("flashed.elf")
            time.sleep(0.2)
        command = [os.environ["EMBGO"], "run", "-target=" + board, "-for=200ms"]
        run = subprocess.Popen(command + ["flashed.elf"], stdout=subprocess.PIPE)
        while piece := run.stdout.read1():
            self.send(piece)


def main(link, *actions):
    line = Line(link)
    print("ready", flush=True)
    line.wait()
    for action in actions:
        if action == "-gone":
            line.gone()
        elif action == "-echo":
            line.echo()
        elif action.startswith("-flashed="):
            line.flashed(action.partition("=")[2])
        else:
            with open(action, "rb") as file:
                line.send(file.read())
    time.sleep(60)


main(*sys.argv[1:])
