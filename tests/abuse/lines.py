"""Invalid and almost valid requests: lines, headers and bodies as they are sent on a connection."""

from tests.abuse.values import HUGE

HOST = b"Host: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
LINES = (
    b"",
    b"\r\n" * 2000,
    b"GET\r\n\r\n",
    b"GET /\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /roles/%ff%c0%af HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /?%ff=%ed%a0%80&\xff HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET * HTTP/1.1\r\n" + HOST + b"\r\n",
    b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    b"TRACE / HTTP/1.1\r\n" + HOST + b"Cookie: x=do-not-echo\r\n\r\n",
    b"BREW / HTTP/1.1\r\n" + HOST + b"\r\n",
    b"G\x80T / HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /?" + b"a&" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST * 2 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\x00\r\n\r\n",
    b"GET / HTTP/1.1\n" + b"Host: localhost\n\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"no colon\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b" folded: x\r\n y\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: \xff\xfe\x01\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: a\rb\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: y\r\n" * 5000 + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"y" * 500_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: " + b"a=b; " * 9000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n"
    + HOST
    + b"Cookie: orienteer=\xff\xed\xa0\x80; =x; ;;\r\nCookie: b\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"Accept-Language: \xff, ko;q=\xb2\r\n\r\n",
    b"GET / HTTP/1.1\r\n"
    + HOST
    + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\n\r\n",
    b"GET / HTTP/1.1\r\n"
    + HOST
    + b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAA\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00" + b"\xff" * 200,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
    b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\n" + HOST + b"\r\n",
    bytes(range(256)) * 20,
    (b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n") * 50,
    (b"POST /assessments HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\n\r\n") * 20
    + b"GET / HTTP/1.1\r\n",
)
BODIES = (
    b"Content-Length: -1\r\n\r\n",
    b"Content-Length: x\r\n\r\n",
    b"Content-Length: " + HUGE[:30].encode() + b"\r\n\r\n",
    b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    b"Content-Length: +3\r\n\r\nabc",
    b"Content-Length: 3\r\n\r\nabcdefGET / HTTP/1.1\r\n\r\n",
    b"Content-Length: 70000\r\n\r\n" + b"x" * 70_000,
    b"Content-Length: 10000000\r\n\r\n" + b"x" * 100_000,
    b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n" + b"1;x=" + b"y" * 9000 + b"\r\na\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 5000 + b"0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n"
    + b"2710\r\n"
    + b"a" * 10_000
    + b"\r\n" * 1
    + b"11170\r\n"
    + b"b" * 70_000
    + b"\r\n0\r\n\r\n",
    b"Transfer-Encoding: chunked\r\n\r\n4\r\nname\r\n0\r\nX-Trailer: y\r\n\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    b"Transfer-Encoding: identity\r\n\r\nname=x",
    b"Expect: 100-continue\r\nContent-Length: 4\r\n\r\nname",
    b"Expect: a-miracle\r\nContent-Length: 4\r\n\r\nname",
    b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
)
