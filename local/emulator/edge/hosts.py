"""Refuses hosts that are not AWS's, which a user's shell sends here too once its HTTPS_PROXY is the emulator."""

from moto.moto_proxy.proxy3 import ProxyRequestHandler

SUFFIXES = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".amazonwebservices.com.cn")
OWN = ("localhost", "127.0.0.1")

TEXT = "This proxy is an emulated AWS, and responds for AWS's hosts only. Unset HTTPS_PROXY for others.\n"


def is_served(host):
    """Whether the emulator responds for a host: AWS's, and its own."""
    name = host.rpartition(":")[0] if ":" in host else host
    return name in OWN or f".{name}".endswith(SUFFIXES)


def refuse_hosts_that_are_not_aws():
    """Refuses a tunnel or a request to any other host at once, rather than present it a certificate and fall silent."""
    connect, get = ProxyRequestHandler.do_CONNECT, ProxyRequestHandler.do_GET

    def do_connect(handler):
        return connect(handler) if is_served(handler.path) else refuse(handler)

    def do_get(handler):
        return get(handler) if is_served(handler.headers.get("Host", "")) else refuse(handler)

    ProxyRequestHandler.do_CONNECT = do_connect
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        setattr(ProxyRequestHandler, f"do_{method}", do_get)


def refuse(handler):
    body = TEXT.encode()
    handler.send_response(403, "Not a host of AWS")
    handler.send_header("Content-Type", "text/plain")
    handler.send_header("Content-Length", str(len(body)))
    handler.send_header("Connection", "close")
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)
    handler.close_connection = True
