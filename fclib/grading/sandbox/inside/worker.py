"""The student's side: run a submission's cells, and call its functions when the grader asks."""

from __future__ import annotations

import builtins
import contextlib
import os
import random
import socket
import sys
from typing import TYPE_CHECKING, Any

from . import cells, identifiers, limits, packing, standin, unpacking, wire
from .borrowed import GradersFunction
from .describing import describe
from .shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterable

    Request = dict[str, Any]


class Worker:
    """One submission's process.

    Requests come as frames ``{"do": NAME, ...}``; each is answered by one frame with the
    request's ``id``, its value or error, and what was printed and shown meanwhile, and by one that
    says it was the ``last``.
    """

    def __init__(self, connection: wire.Connection, folder: str, shown: dict[str, str]) -> None:
        self.connection = connection
        self.folder, self.places = folder, shown
        self.namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        self.objects: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.functions: dict[int, dict[str, Any]] = {}
        self.shown = cells.Shown()
        self.shell = Shell(self.namespace)
        self.timer = limits.Timer()
        self.told = 0.0
        """Seconds of a processor that all answers so far have told of."""
        os.register_at_fork(after_in_child=self.leave)

    def serve(self) -> None:
        """Answer requests until the grader closes the connection."""
        with contextlib.suppress(wire.ClosedError):
            while True:
                self.answer(*self.receive())

    def leave(self) -> None:
        """Answer nothing from here on, in a process that was forked from the one that is asked."""
        self.connection.close()

    def answer(self, request: Request, body: bytearray) -> None:
        """Answer one request."""
        outer, self.shown = self.shown, cells.Shown()
        waiting, self.timer.undisturbed = self.timer.undisturbed, 0
        reply: dict[str, Any] = {"id": request["id"]}
        before, told = limits.processor_time(), self.told
        blobs: list[bytes] = []
        try:
            with cells.Showing(self.shown), self.timer.limit(request):
                packed = getattr(self, f"do_{request['do']}")(request, body)
            if packed is not None:
                reply["value"], blobs = packed
        except wire.ClosedError:
            raise
        except BaseException as error:
            reply["error"] = describe(error, self.is_own)
        self.timer.undisturbed = waiting
        # Without what the answers meanwhile, to requests within this one, have told of already.
        used = max(0.0, limits.processor_time() - before - (self.told - told))
        self.told += used
        reply["shown"], reply["used"] = self.shown.outputs, used
        self.shown = outer
        # The second frame shows that nothing was sent before the first: it would be the second.
        last = {"id": request["id"], "last": True}
        try:
            self.send(reply, blobs, last)
        except wire.ClosedError:
            raise
        except Exception as error:  # the answer is too large, or cannot be JSON
            reply = {"id": request["id"], "error": describe(error, self.is_own), "shown": []}
            self.send(reply, (), last)

    def send(
        self,
        header: dict[str, Any],
        blobs: Iterable[bytes] = (),
        then: dict[str, Any] | None = None,
    ) -> None:
        """Send a frame, whole: the alarm of a time limit waits until it is out."""
        with self.timer.no_alarm():
            self.connection.send(header, blobs, then)

    def receive(self) -> tuple[Request, bytearray]:
        """Receive a frame, whole."""
        with self.timer.no_alarm():
            return self.connection.receive()

    def do_start(self, request: Request, body: bytearray) -> None:
        """Take what the submission needs: its files, the given functions, and the limits."""
        os.makedirs(self.folder, exist_ok=True)
        os.chdir(self.folder)
        for name, data in unpacking.unpack(request["files"], body, unpacking.only_data):
            # The course's files come first; a file may have the name of a folder of theirs.
            with contextlib.suppress(FileExistsError, NotADirectoryError, IsADirectoryError):
                os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
                with open(name, "xb") as file:
                    file.write(data)
        # At the end: a file of the student's never stands in for a module of the same name.
        sys.path.append(self.folder)
        standin.install(request["sources"], request["given"], request["checks"], self.places)
        self.namespace["display"] = self.display

    def do_run(self, request: Request, body: bytearray) -> None:
        """Run a cell."""
        source, label = request["source"], request["label"]
        try:
            code = cells.compiled(self.shell.parse(source, label), label)
            value = cells.execute(code, self.namespace)
            if value is not None and not cells.is_silenced(source):
                self.namespace["_"] = value
                self.shown.add("execute_result", {"text/plain": repr(value)})
        except BaseException as error:
            self.show_error(error)
        self.timer.take_signals()
        try:
            cells.show_figures(self.shown)
        except BaseException as error:
            self.show_error(error)

    def do_names(self, request: Request, body: bytearray) -> packing.Packed:
        """Return the values of those names that the submission defines."""
        found = {name: self.namespace[name] for name in request["names"] if name in self.namespace}
        return self.pack(found)

    def do_call(self, request: Request, body: bytearray) -> packing.Packed:
        """Call one of the student's objects several times; return what came of each call.

        No further call is made where time is over, whatever became of that, or where there is much
        to send: the grader asks for the rest again.
        """
        function = self.objects[request["object"]]
        nodes: list[object] = []
        blobs: list[bytes] = []
        begin = 0
        for described, size in request["calls"]:
            sent = bytes(body[begin : begin + size])
            begin += size
            try:
                node, more = self.call(function, described, sent)
            except wire.ClosedError:
                raise
            except BaseException as error:
                node, more = self.pack(describe(error, self.is_own))
            nodes.append(node)
            blobs += more
            if self.timer.late is not None or sum(map(len, blobs)) > wire.COPIED:
                break
        return packing.Packed(["l", nodes], blobs)

    def call(self, function: Any, described: object, sent: bytes) -> packing.Packed:
        """Call an object once; return its result and the arguments afterwards, if they changed."""
        # Arrays among the arguments lie in the bytes, and may be changed there.
        given = unpacking.unpack(described, bytearray(sent), self.adopt)
        arguments, keywords = given
        result = function(*arguments, **keywords)
        after = [arguments, keywords]
        return self.pack([result, None if self.is_as_sent(after, described, sent) else after])

    def is_as_sent(self, after: list[Any], described: object, sent: bytes) -> bool:
        """Whether a call has left its arguments as they came."""
        node, blobs = self.pack(after)
        if node == described and b"".join(wire.padded(blobs)) == sent:
            return True
        # Objects are described in another way here: compare with what the request says here.
        before = unpacking.unpack(described, bytearray(sent), self.adopt)
        return self.pack(before) == (node, blobs)

    def do_attribute(self, request: Request, body: bytearray) -> packing.Packed:
        """Return an attribute of one of the student's objects."""
        return self.pack(getattr(self.objects[request["object"]], request["name"]))

    def do_assign(self, request: Request, body: bytearray) -> None:
        """Set an attribute of one of the student's objects."""
        value = unpacking.unpack(request["value"], body, self.adopt)
        setattr(self.objects[request["object"]], request["name"], value)

    def do_item(self, request: Request, body: bytearray) -> packing.Packed:
        """Return an item of one of the student's objects."""
        key = unpacking.unpack(request["key"], body, self.adopt)
        return self.pack(self.objects[request["object"]][key])

    def do_length(self, request: Request, body: bytearray) -> packing.Packed:
        """Return the length of one of the student's objects."""
        return self.pack(len(self.objects[request["object"]]))

    def do_iterate(self, request: Request, body: bytearray) -> packing.Packed:
        """Return an iterator over one of the student's objects."""
        return self.pack(iter(self.objects[request["object"]]))

    def do_next(self, request: Request, body: bytearray) -> packing.Packed:
        """Return a list with the next value of an iterator; an empty one at its end."""
        for value in self.objects[request["object"]]:
            return self.pack([value])
        return self.pack([])

    def do_snapshot(self, request: Request, body: bytearray) -> None:
        """Fork: a copy of this process as it is now serves the socket that comes along."""
        _, descriptors, _, _ = socket.recv_fds(self.connection.socket, 1, 1)
        state = random.getstate()  # a cell may have seeded it, and Python seeds it anew in a fork
        if os.fork() == 0:
            random.setstate(state)
            copy = socket.socket(fileno=descriptors[0])
            self.connection = wire.Connection(copy, self.connection.limit)
            limits.stop_timers()
            self.serve()
            os._exit(0)
        os.close(descriptors[0])

    def pack(self, value: object) -> packing.Packed:
        """Pack a value; what is not data stays here, and a description of it goes."""
        return packing.pack(value, self.export)

    def export(self, value: object) -> dict[str, Any]:
        """Describe an object that stays here."""
        if isinstance(value, GradersFunction):
            return {"grader": value.number}
        if id(value) in self.functions:
            return self.functions[id(value)]
        number = self.numbers.setdefault(id(value), len(self.objects))
        if number == len(self.objects):
            self.objects.append(value)  # which keeps it alive, and so its id its own
        kind = type(value)
        abilities = [
            ability
            for ability, method in [
                ("call", "__call__"),
                ("iterate", "__iter__"),
                ("item", "__getitem__"),
                ("length", "__len__"),
            ]
            if hasattr(kind, method)
        ]
        description = {"object": number, "type": kind.__name__, "can": abilities}
        names = identifiers.parameters(value) if "call" in abilities else None
        if names is not None:
            # Each test asks for the names that it uses, and so for the same functions.
            self.functions[id(value)] = description = description | {"parameters": names}
        return description

    def adopt(self, description: dict[str, Any]) -> Any:
        """Return the object that a description from the grader stands for."""
        if "object" in description:
            return self.objects[description["object"]]
        return GradersFunction(self, description["function"])

    def ask(self, number: int, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Call a function of the grader's; answer its own requests until the result comes."""
        node, blobs = self.pack([arguments, keywords])
        with self.timer.no_alarm():
            return self.exchange({"ask": number, "arguments": node}, blobs)

    def exchange(self, question: dict[str, Any], blobs: list[bytes]) -> Any:
        """Send a question; answer the grader's own requests until its answer comes."""
        self.send(question, blobs)
        while True:
            header, body = self.receive()
            if "do" in header:
                self.answer(header, body)
            elif "error" in header:
                kind = getattr(builtins, header["error"][0], Exception)
                raise kind(header["error"][1])
            else:
                return unpacking.unpack(header["value"], body, self.adopt)

    def is_own(self, filename: str) -> bool:
        """Whether code in a file is the student's."""
        return filename.startswith(("<cell ", self.folder))

    def show_error(self, error: BaseException) -> None:
        """Show an error that ended a cell."""
        described = describe(error, self.is_own)
        try:
            lines = cells.traceback_lines(error, self.is_own)
        except Exception:
            lines = [f"{described['name']}: {described['words']}"]
        self.shown.fail(described["name"], described["words"], lines)

    def display(self, *values: Any) -> None:
        """Show values, as IPython's display does."""
        for value in values:
            if hasattr(value, "savefig"):
                cells.show_figure(self.shown, value)
            else:
                self.shown.add("display_data", {"text/plain": repr(value)})
