#!/usr/bin/env python3
"""A web server that misbehaves on request, for the tests of core/fetch.

    hostile_server.py FOLDER [CERTIFICATE KEY]     serves on a free port of 127.0.0.1 and prints the port

The first part of a path says how the file behind it is served; /requests gives the Range header of each request so far.
"""
import http.server
import pathlib
import ssl
import sys
import threading
import time

FOLDER = pathlib.Path(sys.argv[1])
SEEN = []        # "PATH RANGE" of each request
COUNTS = {}      # requests of each path


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            self.wfile.write(body)
            self.wfile.flush()
        except OSError:
            pass    # the client has gone: what some tests are about

    def part(self, data, end=None):
        """The file, or from the byte that the client asks for on; sent up to `end`, promised whole."""
        wanted = self.headers.get("Range")
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        if start >= len(data):
            return self.answer(416)
        body = data[start:] if end is None else data[start:max(start, end)]
        if wanted:
            return self.answer(206, body, len(data) - start, Content_Range=f"bytes {start}-{len(data) - 1}/{len(data)}")
        return self.answer(200, body, len(data))

    def do_GET(self):
        SEEN.append(f"{self.path} {self.headers.get('Range', '')}".strip())
        count = COUNTS[self.path] = COUNTS.get(self.path, 0) + 1
        if self.path == "/requests":
            return self.answer(200, "\n".join(SEEN).encode())
        manner, _, name = self.path.lstrip("/").partition("/")
        if manner == "redirect":        # /redirect/URL
            return self.answer(302, Location=name)
        if manner == "loop":
            return self.answer(302, Location=f"/loop/{count}")
        file = FOLDER / name
        if not file.is_file() or manner == "gone":
            return self.answer(404, b"no such file, says a page that is not the file")
        data = file.read_bytes()
        half = len(data) // 2
        if manner == "good":
            return self.part(data)
        if manner == "no-ranges":
            return self.answer(200, data)
        if manner == "cut-once":
            return self.part(data, half if count == 1 else None)
        if manner == "cut-once-no-ranges":
            return self.answer(200, data[:half] if count == 1 else data, len(data))
        if manner == "cut-anywhere-no-ranges":    # breaks now earlier, now later, and always begins anew
            return self.answer(200, data[:(half, half // 2, half + half // 2, half // 4)[count % 4]], len(data))
        if manner == "cut":
            return self.part(data, half)
        if manner == "stall":           # half of it, then silence
            if count > 1:
                return self.part(data)
            self.part(data, half)
            return time.sleep(3)
        if manner == "silent":          # headers, then nothing for ever
            self.answer(200, b"", len(data))
            return time.sleep(30)
        if manner == "silent-cifar":    # the same, with the size of CIFAR-10's archive
            self.answer(200, b"", 170052171)
            return time.sleep(30)
        if manner == "longer":
            return self.answer(200, data, len(data) + 1000)
        if manner == "shorter":
            return self.answer(200, data[:half])
        if manner == "endless":         # no length, more and more bytes
            self.send_response(200)
            self.send_header("Connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                while True:
                    self.wfile.write(data)
            except OSError:
                return None
        if manner == "wrong":
            return self.answer(200, bytes(byte ^ 1 for byte in data))
        if manner == "other-place":
            return self.answer(206, data[1:], Content_Range=f"bytes 1-{len(data) - 1}/{len(data)}")
        if manner == "busy":
            return self.answer(503) if count < 3 else self.part(data)
        if manner == "slow":            # a tenth every 100 ms
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            try:
                for start in range(0, len(data), max(1, len(data) // 10)):
                    self.wfile.write(data[start:start + max(1, len(data) // 10)])
                    self.wfile.flush()
                    time.sleep(0.1)
            except OSError:
                return None
            return None
        return self.answer(500)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()    # ends with the test
