"""Free ports for test servers."""

import socket


def free_port() -> int:
    """Return a port that nothing listens on now and that the system gives nobody else for a minute.

    A connection that the port's own side closes first leaves the port in TIME_WAIT. The system then
    chooses it for no other socket, but a server that sets SO_REUSEADDR can still bind it.
    """
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        with socket.create_connection(listener.getsockname(), 20):
            accepted, _ = listener.accept()
            accepted.close()
        return int(listener.getsockname()[1])
