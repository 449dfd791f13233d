"""The proxy responds for AWS's hosts, and refuses others at once."""

import socket
import threading
import unittest

import aws  # noqa: F401, before the server's own modules
from edge.hosts import is_served, refuse_hosts_that_are_not_aws
from moto.moto_proxy.proxy3 import ProxyRequestHandler
from serve import Server


class Hosts(unittest.TestCase):
    def test_that_are_served(self):
        for host in (
            "sqs.us-east-1.amazonaws.com:443",
            "a-bucket.s3.us-east-1.amazonaws.com",
            "events.cn-north-1.amazonaws.com.cn:443",
            "lambda.us-east-1.api.aws:443",
            "localhost:5000",
        ):
            self.assertTrue(is_served(host), host)

    def test_that_are_not(self):
        for host in ("example.com:443", "amazonaws.com.example.com:443", "notamazonaws.com:443", ""):
            self.assertFalse(is_served(host), host)

    def test_that_are_refused_by_the_server(self):
        refuse_hosts_that_are_not_aws()
        server = Server(("127.0.0.1", 0), ProxyRequestHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for request in ("CONNECT example.com:443", "GET http://example.com/"):
            with socket.create_connection(server.server_address, timeout=20) as line:
                line.sendall(f"{request} HTTP/1.1\r\nHost: example.com\r\n\r\n".encode())
                said = line.makefile("rb").read().decode()
            self.assertTrue(said.startswith("HTTP/1.1 403 "), said)
            self.assertIn("responds for AWS's hosts only", said)
        server.shutdown()
        server.server_close()
