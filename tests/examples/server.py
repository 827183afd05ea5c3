#!/usr/bin/env python3
"""Check that the server serves many peers at once, whatever they do, and leaves no connection and no descriptor."""

import contextlib
import os
import pathlib
import random
import re
import resource
import select
import signal
import socket
import struct
import subprocess
import time

import example

TIMEOUT = 60  # of what should happen at once: only a failure takes so long
TOTALS = re.compile(
    r"server: (?P<connections>\d+) connections, at most (?P<peak>\d+) at once, (?P<open>\d+) open; "
    r"(?P<in>\d+) bytes in, (?P<out>\d+) out; (?P<timeouts>\d+) timeouts, (?P<errors>\d+) errors\n"
)


class Server:
    """The program, which is running."""

    def __init__(self, test, mode, *arguments):
        self.test = test
        self.process = test.start(*arguments, *test.options, mode)
        test.addCleanup(self.kill)
        line = self.process.stdout.readline().decode()
        self.port = int(re.fullmatch(rf"server: {mode} on 127.0.0.1, port (\d+)\n", line)[1])
        self.descriptors = self.count()

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def count(self):
        """Return the number of its descriptors."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def wait_for(self, connections):
        """Wait until it has so many open connections."""
        until = time.monotonic() + TIMEOUT
        while self.count() != self.descriptors + connections:
            if time.monotonic() > until:
                self.test.fail(f"{self.count() - self.descriptors} connections are open, and not {connections}")
            time.sleep(0.002)

    def seconds(self):
        """Return the processor time that it has taken."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def connect(self, small=False, close=True):
        """Return a new connection; a small one has little room for what the peer has not read."""
        peer = socket.socket()
        if close:
            self.test.addCleanup(peer.close)
        peer.settimeout(TIMEOUT)
        if small:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        peer.connect(("127.0.0.1", self.port))
        return peer

    def stop(self, number=signal.SIGTERM, all_closed=True, **expected):
        """Stop it by a signal; check its totals and that it ends well. Return the totals."""
        if all_closed:
            self.wait_for(0)
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=TIMEOUT)
        self.test.assertEqual((self.process.returncode, err.decode()), (0, ""))
        found = TOTALS.fullmatch(out.decode())
        self.test.assertTrue(found, out)
        totals = {name: int(value) for name, value in found.groupdict().items()}
        for name, value in {"open": 0, "timeouts": 0, "errors": 0, **expected}.items():
            self.test.assertEqual(totals[name], value, f"{name}: {out.decode()}")
        return totals


def receive(peer, count):
    """Receive so many bytes, or fewer if the server ends before."""
    data = b""
    while len(data) < count and (more := peer.recv(min(count - len(data), 1 << 16))):
        data += more
    return data


def rest(peer):
    """Receive until the server closes the connection or resets it."""
    data = b""
    with contextlib.suppress(ConnectionResetError):
        while more := peer.recv(1 << 16):
            data += more
    return data


def fill(peer):
    """Send until there is no room. Return how much that was."""
    sent = 0
    peer.setblocking(False)
    while select.select([], [peer], [], 0.05)[1]:
        sent += peer.send(b"x" * 65536)
    peer.settimeout(TIMEOUT)
    return sent


def reset(peer):
    """End a connection by a reset."""
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    peer.close()


class Test(example.Case):
    options = ()

    # ---- echo

    def test_200_at_once(self):
        server = Server(self, "echo")
        source = random.Random(1)
        sends = {server.connect(): source.randbytes(source.randrange(1, 20000)) for _ in range(200)}
        server.wait_for(200)
        left = {peer: data for peer, data in sends.items()}
        got = {peer: b"" for peer in sends}
        while any(len(got[peer]) < len(data) for peer, data in sends.items()):
            readable, writable, _ = select.select(sends, [peer for peer in left if left[peer]], [], TIMEOUT)
            self.assertTrue(readable or writable)
            for peer in readable:
                got[peer] += peer.recv(source.randrange(1, 9000))
            for peer in writable:
                sent = peer.send(left[peer][: source.randrange(1, 9000)])
                left[peer] = left[peer][sent:]
        self.assertEqual(got, sends)
        server.wait_for(200)
        for peer in sends:
            peer.close()
        size = sum(map(len, sends.values()))
        server.stop(connections=200, peak=200, **{"in": size, "out": size})

    def test_a_peer_that_does_not_read(self):
        server = Server(self, "echo")
        slow, other = server.connect(small=True), server.connect()
        sent = fill(slow)
        for _ in range(20):
            other.sendall(b"hello")
            self.assertEqual(receive(other, 5), b"hello")
        before = server.seconds()
        time.sleep(0.1)
        self.assertLess(server.seconds() - before, 0.04, "it does not sleep")
        slow.shutdown(socket.SHUT_WR)
        self.assertEqual(rest(slow), b"x" * sent)
        other.close()
        server.stop(out=sent + 100)

    def test_half_closed(self):
        server = Server(self, "echo")
        data = random.Random(2).randbytes(100000)
        peers = [server.connect() for _ in range(5)]
        for peer in peers:
            peer.sendall(data)
            peer.shutdown(socket.SHUT_WR)
        for peer in peers:
            self.assertEqual(rest(peer), data)
        nothing = server.connect()
        nothing.shutdown(socket.SHUT_WR)
        self.assertEqual(rest(nothing), b"")
        server.stop(connections=6)

    def test_resets(self):
        server = Server(self, "echo")
        other = server.connect()
        for count in (20, 200):
            peers = [server.connect() for _ in range(count)]
            for peer in peers:
                peer.sendall(b"hello")
            for peer in peers:
                self.assertEqual(receive(peer, 5), b"hello")
                peer.sendall(b"more")
            for peer in peers:
                reset(peer)
            server.wait_for(1)
        slow = server.connect(small=True)
        fill(slow)
        reset(slow)
        slow = server.connect(small=True)
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        slow.sendall(b"x" * 200000)
        slow.shutdown(socket.SHUT_WR)
        time.sleep(0.05)  # the server sees the end, and still has something to send
        reset(slow)  # a send is EPIPE now
        server.wait_for(1)
        other.sendall(b"hello")
        self.assertEqual(receive(other, 5), b"hello")
        other.close()
        server.stop(connections=223, errors=222)

    def test_timeouts(self):
        server = Server(self, "echo", "--timeout", 300)
        idle, busy, stalled, slow = (server.connect(small=i == 2) for i in range(4))
        begin = time.monotonic()
        fill(stalled)
        fill(slow)
        for _ in range(16):
            busy.sendall(b"hello")
            self.assertEqual(receive(busy, 5), b"hello")
            self.assertEqual(len(receive(slow, 60000)), 60000)
            time.sleep(0.02)
        self.assertEqual(rest(idle), b"")
        self.assertGreaterEqual(time.monotonic() - begin, 0.3)
        server.wait_for(2)  # the stalled one has ended
        reset(slow)
        busy.close()
        server.stop(timeouts=2, errors=1)

    # ---- Too many

    def test_more_connections_than_fit(self):
        server = Server(self, "echo", "--most", 3)
        peers = [server.connect() for _ in range(10)]
        for peer in peers:
            peer.sendall(b"hello")
        server.wait_for(3)
        self.assertEqual(select.select(peers[3:], [], [], 0.02)[0], [])
        for i, peer in enumerate(peers):
            self.assertEqual(receive(peer, 5), b"hello")
            if i < 7:
                server.wait_for(3)
            if i % 2:
                reset(peer)
            else:
                peer.close()
        server.stop(connections=10, peak=3, errors=5)

    def test_no_more_descriptors(self):
        server = Server(self, "echo")
        most = server.descriptors + 2
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (most, most))
        peers = [server.connect() for _ in range(4)]
        for peer in peers:
            peer.sendall(b"hello")
        for peer in peers[:2]:
            self.assertEqual(receive(peer, 5), b"hello")
        self.assertEqual(select.select(peers[2:], [], [], 0.02)[0], [])
        peers[0].close()
        self.assertEqual(receive(peers[2], 5), b"hello")
        server.process.send_signal(signal.SIGINT)  # while it waits for a descriptor
        for peer in peers[1:]:
            rest(peer)
        out, err = server.process.communicate(timeout=TIMEOUT)
        self.assertEqual((server.process.returncode, err), (0, b""))
        self.assertIn("server: 3 connections, at most 2 at once, 0 open;", out.decode())

    # ---- chat

    def test_chat_in_the_same_order(self):
        server = Server(self, "chat")
        peers = [server.connect() for _ in range(8)]
        server.wait_for(8)
        lines = {i: [f"{i} says {j}{'!' * (j % 50)}" for j in range(200)] for i in range(4)}
        left = {peers[i]: "".join(line + "\n" for line in lines[i]).encode() for i in lines}
        got = {peer: b"" for peer in peers}
        size = sum(map(len, left.values()))
        wanted = {peer: size - len(left.get(peer, b"")) for peer in peers}
        source = random.Random(3)
        while any(len(got[peer]) < wanted[peer] for peer in peers):
            readable, writable, _ = select.select(peers, [peer for peer in left if left[peer]], [], TIMEOUT)
            self.assertTrue(readable or writable)
            for peer in readable:
                got[peer] += peer.recv(source.randrange(1, 3000))
            for peer in writable:
                sent = peer.send(left[peer][: source.randrange(1, 700)])
                left[peer] = left[peer][sent:]
        order = got[peers[7]].decode().splitlines()
        self.assertEqual(sorted(order), sorted(line for each in lines.values() for line in each))
        for i, peer in enumerate(peers):
            mine = lines.get(i, [])
            self.assertEqual([line for line in order if line in mine], mine)
            self.assertEqual(got[peer].decode().splitlines(), [line for line in order if line not in mine])
            peer.close()
        server.stop(connections=8, **{"in": size, "out": sum(wanted.values())})

    def test_lines_of_chat(self):
        server = Server(self, "chat")
        alone = server.connect()
        alone.sendall(b"nobody is there\n")
        time.sleep(0.02)
        other = server.connect()
        server.wait_for(2)
        for sent, line in [
            (b"\n", b"\n"),
            (b"a\0b\r\n", b"a\0b\r\n"),
            (b"a" * 1023 + b"\n", None),
            (b"a" * 1024 + b"\n", b"a" * 1023 + b"\na\n"),
            (b"a" * 3000 + b"\n", (b"a" * 1023 + b"\n") * 2 + b"a" * 954 + b"\n"),
        ]:
            alone.sendall(sent)
            self.assertEqual(receive(other, len(line or sent)), line or sent)
        alone.sendall(b"not ")
        self.assertEqual(select.select([other], [], [], 0.02)[0], [])
        alone.sendall(b"finished")
        alone.close()
        self.assertEqual(receive(other, 13), b"not finished\n")
        other.shutdown(socket.SHUT_WR)
        self.assertEqual(rest(other), b"")
        server.stop()

    def test_a_slow_peer_in_chat(self):
        server = Server(self, "chat", "--timeout", 250)
        slow, fast = server.connect(small=True), server.connect()
        senders = [server.connect() for _ in range(3)]
        server.wait_for(5)
        left = dict.fromkeys(senders, (b"x" * 99 + b"\n") * 1500)
        size = sum(map(len, left.values()))
        begin, got = time.monotonic(), b""
        while len(got) < size:  # all senders stop until the slow peer is over
            peers = [peer for peer in senders if left[peer]]
            readable, writable, _ = select.select([fast, *senders], peers, [], TIMEOUT)
            self.assertTrue(readable or writable)
            for peer in readable:
                more = peer.recv(1 << 16)
                self.assertNotEqual(more, b"")
                got += more if peer is fast else b""
            for peer in writable:
                left[peer] = left[peer][peer.send(left[peer][:5000]) :]
        self.assertEqual(got, (b"x" * 99 + b"\n") * 4500)
        self.assertGreaterEqual(time.monotonic() - begin, 0.25)
        for peer in (fast, *senders):
            peer.shutdown(socket.SHUT_WR)
        for peer in (fast, *senders, slow):
            rest(peer)
        server.stop(connections=5, timeouts=1)

    def test_lines_that_wait_for_room(self):
        server = Server(self, "chat")
        source = random.Random(4)
        for last in ("reads", "resets"):
            slow, fast, sender, other = (server.connect() for _ in range(4))
            server.wait_for(4)
            lines = b"".join(b"x" * source.choice((9, 300, 2000)) + b"\n" for _ in range(1000))
            sent = got = 0
            while True:
                readable, writable, _ = select.select([fast, other], [sender], [], 0.05)
                if not readable and not writable:
                    break
                for peer in readable:
                    count = peer.recv(1 << 16).count(b"x")
                    got += count if peer is fast else 0
                for peer in writable:
                    count = peer.send(lines[: source.randrange(1, 9000)])
                    sent += lines[:count].count(b"x")
                    lines = lines[count:] + lines[:count]
            self.assertLess(got, sent)
            other.sendall(b"hello\n" * 1000)  # more than the server can store
            time.sleep(0.02)
            before = server.seconds()
            reset(other)
            time.sleep(0.1)
            self.assertLess(server.seconds() - before, 0.04, "it does not sleep")
            sender.shutdown(socket.SHUT_WR)
            if last == "reads":
                slow.shutdown(socket.SHUT_WR)
                rest(slow)
            else:
                reset(slow)
            while got < sent:
                more = fast.recv(1 << 16)
                self.assertNotEqual(more, b"")
                got += more.count(b"x")
            fast.shutdown(socket.SHUT_WR)
            rest(fast)
            rest(sender)
            server.wait_for(0)
            self.assertEqual(got, sent)
        server.stop(errors=3)

    def test_resets_in_chat(self):
        server = Server(self, "chat")
        peers = [server.connect() for _ in range(20)]
        server.wait_for(20)
        for i in range(19):
            peers[i].sendall(b"bye\n")
            self.assertEqual(receive(peers[19], 4), b"bye\n")
            reset(peers[i])
            server.wait_for(19 - i)
        peers[19].close()
        server.stop(errors=19)

    # ---- Signals

    def test_a_signal_in_the_middle(self):
        for mode in ("echo", "chat"):
            for number in (signal.SIGTERM, signal.SIGINT):
                server = Server(self, mode, "--most", 50)
                peers = [server.connect(small=i % 2 == 0) for i in range(60)]
                server.wait_for(50)
                for peer in peers:
                    peer.setblocking(False)
                    peer.send(b"hello\n" * 20000)
                    peer.settimeout(TIMEOUT)
                server.stop(number, all_closed=False, connections=50, peak=50)
                for peer in peers:
                    rest(peer)
                    peer.close()

    def test_a_signal_before_any_connection(self):
        server = Server(self, "echo")
        before = server.seconds()
        time.sleep(0.05)
        self.assertLess(server.seconds() - before, 0.04, "it does not sleep")
        server.stop(connections=0)

    # ---- The command line

    def test_usage(self):
        self.assertRegex(self.run_program("--help").stdout, r"\AUsage: server ")
        self.assertEqual(self.run_program("--version").stdout, "server 1.0\n")
        for arguments in ((), ("shout",), ("echo", "chat"), ("--most", 0, "echo"), ("--most", 257, "echo"),
                          ("--port", 65536, "echo"), ("--timeout", "1s", "echo"), ("--no", "echo")):  # fmt: skip
            result = self.run_program(*arguments, status=2)
            self.assertRegex(result.stderr, r"\Aserver: .*\nTry 'server --help'.\n\Z")
            self.assertEqual(result.stdout, "")

    def test_a_port_in_use(self):
        server = Server(self, "echo")
        result = self.run_program("--port", server.port, *self.options, "echo", status=1)
        self.assertEqual((result.stdout, result.stderr), ("", "server: Address already in use\n"))
        server.stop()


class Poll(Test):
    """The same with poll(2)."""

    options = ("--poll",)


if __name__ == "__main__":
    example.main()
