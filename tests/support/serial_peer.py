"""A board on a serial line, as a pseudo-terminal behind a link that has the port's name.

Arguments: the link, then what happens in turn:
  FILE     the bytes of a file are sent
  -gone    the line disappears for half a second and comes back as another terminal
  -echo    one line is read and sent back behind "got: "
Then it waits to be killed.
"""
import os
import select
import sys
import termios
import time
import tty


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
        os.unlink(self.link)
        os.close(self.slave)
        os.close(self.master)
        time.sleep(0.5)
        self.open()
        # Whoever waits for the line opens it before it says anything.
        time.sleep(0.5)

    def send(self, data):
        while data:
            data = data[os.write(self.master, data):]

    def echo(self):
        text = b""
        while not text.endswith(b"\n"):
            select.select([self.master], [], [], 60)
            text += os.read(self.master, 1)
        self.send(b"got: " + text)


def main(link, *actions):
    line = Line(link)
    print("ready", flush=True)
    # The watch begins first.
    time.sleep(0.5)
    for action in actions:
        if action == "-gone":
            line.gone()
        elif action == "-echo":
            line.echo()
        else:
            with open(action, "rb") as file:
                line.send(file.read())
    time.sleep(60)


main(*sys.argv[1:])
