"""A headless Chromium, driven over its DevTools protocol through two pipes: what a person at the page sees, types and hears."""

import base64
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

Message = dict[str, Any]
SECONDS = 30.0
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_OPTIONS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",  # the tests may run as root, and nothing but our own page is opened
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32}
_SHIFT = 8
_LOADED = (
    "document.readyState === 'complete' || new Promise((loaded) => addEventListener('load', () => loaded(), { once: true }))"
)
_UNTIL = """new Promise((resolve, reject) => {
  const seen = () => { try { return %s; } catch { return false; } };
  if (seen()) { resolve(true); return; }
  const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); clearTimeout(late); resolve(true); } });
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const late = setTimeout(() => reject(new Error("never: " + %s + "\\n" + document.body.innerText)), %d);
})"""


class Missing(RuntimeError):
    """There is no Chromium on this machine."""


class Broken(AssertionError):
    """The browser refused a command, or a script in the page failed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A node of the accessibility tree, as a screen reader is told of it."""

    role: str
    name: str


class Tab:
    """One page of its own: no cookies, nothing kept from another."""

    def __init__(self, browser: "Browser", session: str) -> None:
        self._browser = browser
        self._session = session
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: object) -> Message:
        """One command of the protocol; its result."""
        return self._browser.send(method, parameters, session=self._session)

    def open(self, url: str) -> None:
        """Go there, and wait until all of it is loaded."""
        self.send("Page.navigate", url=url)
        self.run(_LOADED)

    def run(self, script: str) -> Any:
        """What a script in the page comes to, awaited. Raises Broken when it throws."""
        told = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise Broken(told["exceptionDetails"].get("exception", {}).get("description", told["exceptionDetails"]["text"]))
        return told["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until a condition holds in the page, looking whenever something in it changes. Raises Broken."""
        self.run(_UNTIL % (condition, json.dumps(condition), SECONDS * 1000))

    def text(self, selector: str) -> str:
        """The words shown in the first such element, on one line."""
        return self.texts(selector)[0]

    def texts(self, selector: str) -> list[str]:
        """The words shown in every such element, each on one line."""
        shown = self.run(f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.innerText ?? one.textContent)")
        return [" ".join(words.split()) for words in shown]

    def type(self, words: str) -> None:
        """Words into what has the focus."""
        self.send("Input.insertText", text=words)

    def press(self, key: str, *, shift: bool = False) -> None:
        """One key, down and up."""
        held = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key], "modifiers": _SHIFT if shift else 0}
        text = {"Enter": "\r", " ": " "}.get(key)
        self.send("Input.dispatchKeyEvent", type="keyDown", **held, **({"text": text} if text else {}))
        self.send("Input.dispatchKeyEvent", type="keyUp", **held)

    def focus(self) -> str:
        """What has the focus: its id, else its words, else its kind of element."""
        found = self.run("(({ id, innerText, localName }) => id || innerText.trim() || localName)(document.activeElement)")
        return " ".join(found.split())

    def looks(self, *, width: int, height: int, scheme: str = "light", motion: str = "no-preference") -> None:
        """The size of the window and what its person prefers."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        wishes = {"prefers-color-scheme": scheme, "prefers-reduced-motion": motion}
        self.send("Emulation.setEmulatedMedia", features=[{"name": name, "value": value} for name, value in wishes.items()])

    def heard(self) -> list[Heard]:
        """The accessibility tree, in its order, without what it ignores."""
        nodes = {node["nodeId"]: node for node in self.send("Accessibility.getFullAXTree")["nodes"]}
        root = next(iter(nodes))

        def below(number: str) -> Iterator[Heard]:
            node = nodes[number]
            if not node["ignored"]:
                yield Heard(node["role"]["value"], " ".join(str(node.get("name", {}).get("value", "")).split()))
            for child in node["childIds"]:
                yield from below(child)

        return list(below(root))

    def picture(self, file: Path, *, whole: bool = False) -> None:
        """What is to be seen, or the whole page, as a PNG."""
        shot = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        file.write_bytes(base64.b64decode(shot["data"]))

    def requested(self) -> list[str]:
        """The addresses of all requests so far, but for pictures written out in their address, as the browser's own are."""
        addresses = [told["request"]["url"] for told in self._told("Network.requestWillBeSent")]
        return [address for address in addresses if not address.startswith("data:")]

    def complaints(self) -> list[str]:
        """What the browser had to complain of: errors of scripts, refusals by the page's policy, failed loads."""
        logged = [told["entry"]["text"] for told in self._told("Log.entryAdded") if told["entry"]["level"] == "error"]
        thrown = [told["exceptionDetails"]["text"] for told in self._told("Runtime.exceptionThrown")]
        said = [str(told["args"]) for told in self._told("Runtime.consoleAPICalled") if told["type"] == "error"]
        return [*logged, *thrown, *said]

    def _told(self, event: str) -> list[Message]:
        return [
            told["params"] for told in self._browser.told if told["method"] == event and told.get("sessionId") == self._session
        ]


class Browser:
    """The running browser."""

    def __init__(self, process: "subprocess.Popen[bytes]", out: int, back: int) -> None:
        self._process = process
        self._out = out
        self._numbers = count(1)
        self._answers: Queue[Message] = Queue()
        self.told: list[Message] = []
        """Every event so far."""
        Thread(target=self._listen, args=(back,), daemon=True).start()

    def send(self, method: str, parameters: Mapping[str, object], *, session: str | None = None) -> Message:
        """One command, and its result. Raises Broken."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self._out, json.dumps(message).encode() + b"\0")
        try:
            while (answer := self._answers.get(timeout=SECONDS + 5))["id"] != number:
                pass
        except Empty as error:
            raise Broken(f"no answer to {method}") from error
        if "error" in answer:
            raise Broken(f"{method}: {answer['error']['message']}")
        result: Message = answer["result"]
        return result

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        """A page of its own, closed at the end."""
        apart = self.send("Target.createBrowserContext", {})["browserContextId"]
        target = self.send("Target.createTarget", {"url": "about:blank", "browserContextId": apart})["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        try:
            yield Tab(self, session)
        finally:
            self.send("Target.disposeBrowserContext", {"browserContextId": apart})

    def close(self) -> None:
        """End it."""
        self.send("Browser.close", {})
        self._process.wait(SECONDS)
        os.close(self._out)

    def _listen(self, back: int) -> None:
        with open(back, "rb") as pipe:
            rest = b""
            while piece := pipe.read1():
                *messages, rest = (rest + piece).split(b"\0")
                for message in map(json.loads, messages):
                    (self._answers.put if "id" in message else self.told.append)(message)


def _high_pipe() -> tuple[int, int]:
    """A pipe whose ends are neither of the descriptors that Chromium uses."""
    ends = os.pipe()
    reading, writing = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends)
    for end in ends:
        os.close(end)
    return reading, writing


@contextmanager
def chromium(place: Path) -> Iterator[Browser]:
    """A browser that keeps what it must in that folder. Raises Missing."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise Missing("no Chromium on this machine: install the package chromium")
    (orders, out), (back, answers) = _high_pipe(), _high_pipe()
    # Chromium reads from the descriptor 3 and writes to 4, whatever else is open here.
    command = ["bash", "-c", f'exec "$@" 3<&{orders} 4>&{answers}', "bash", program, *_OPTIONS, f"--user-data-dir={place}"]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, pass_fds=(orders, answers), stdout=log, stderr=log)
    os.close(orders)
    os.close(answers)
    browser = Browser(process, out, back)
    try:
        yield browser
    finally:
        browser.close()
