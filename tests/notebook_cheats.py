"""Programs that might be handed in as the solution `ohm(volts, amps)`; none of them solves anything. They are run, in
the jail, by attack/test_notebook_lane.py."""

WRONG = """
def ohm(volts, amps):
    return -1.0
"""

CHEATS = {
    "equal": """
class E:
    def __eq__(self, other): return True
    __hash__ = None
    def __rmul__(self, other): return other
def ohm(v, a): return E()
""",
    "any": """
from unittest.mock import ANY
def ohm(v, a): return ANY
""",
    "ast": """
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Strip())
"""
    + WRONG,
    "lines": """
get_ipython().input_transformers_cleanup.append(lambda lines: ['float(2)\\n'] if 'ohm(' in ''.join(lines) else lines)
"""
    + WRONG,
    "run-cell": """
shell = type(get_ipython())
old = shell.run_cell_async
async def run(self, raw, *rest, **named):
    if 'ohm' in raw: named['transformed_cell'] = '3.0'
    return await old(self, raw, *rest, **named)
shell.run_cell_async = run
"""
    + WRONG,
    "canary-gagged": """
import ast, sys
[probe] = [m for n, m in sys.modules.items() if n.endswith('inside.probe')]
probe.look = lambda nonce, names=(): nonce
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
getattr(get_ipython(), 'ast_' + 'transformers').append(Strip())
"""
    + WRONG,
    "canary-fooled": """
import ast, sys
[probe] = [m for n, m in sys.modules.items() if n.endswith('inside.probe')]
probe.look = lambda nonce, names=(): nonce
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass() if 'ohm' in ast.dump(node) else node
getattr(get_ipython(), 'ast_' + 'transformers').append(Strip())
"""
    + WRONG,
    "own-run": WRONG
    + """
shell = get_ipython()
old = shell.run_cell
shell.run_cell = lambda raw, *r, **n: old('2.0' if 'ohm' in raw else raw, *r, **n)
async def run(raw, *r, **n): return old('2.0', *r)
shell.run_cell_async = run
""",
    "kernel": WRONG
    + """
kernel = get_ipython().kernel
async def done(*r, **n): return {'status': 'ok', 'execution_count': 1, 'user_expressions': {}, 'payload': []}
kernel.do_execute = done
""",
    "builtins": """
import builtins
class Quiet(Exception): pass
builtins.float = lambda x: 3.0
"""
    + WRONG,
    "own-float": """
def float(x):
    return 3.0
"""
    + WRONG,
    "display": """
import sys
hook = sys.displayhook
class Hook(type(hook)):
    def compute_format_data(self, result): return {'text/plain': '3.0'}, {}
hook.__class__ = Hook
"""
    + WRONG,
    "formatter": """
f = get_ipython().display_formatter.formatters['text/plain']
for t in (float, list):
    f.for_type(t, lambda obj, p, cycle: p.text('3.0'))
"""
    + WRONG,
    "faked-result": """
def ohm(v, a):
    k = get_ipython().kernel
    k.send_response(k.iopub_socket, 'execute_result',
        {'data': {'text/plain': '2.0'}, 'metadata': {}, 'execution_count': 1})
    raise SystemExit
""",
    "faked-quietly": """
def ohm(v, a):
    k = get_ipython().kernel
    k.send_response(k.iopub_socket, 'execute_result',
        {'data': {'text/plain': '2.0'}, 'metadata': {}, 'execution_count': 1})
    return -1.0
""",
    "cleared": """
from IPython.display import clear_output
import threading, time
def wipe():
    while True:
        clear_output(); time.sleep(0.005)
threading.Thread(target=wipe, daemon=True).start()
"""
    + WRONG,
    "hook": """
def after(result):
    result.error_in_exec = None
    result.result = 2.0
get_ipython().events.register('post_run_cell', after)
"""
    + WRONG,
    "traceback": WRONG
    + """
get_ipython().showtraceback = lambda *r, **n: None
get_ipython()._showtraceback = lambda *r, **n: None
""",
    "trace": """
import sys
def look(frame, event, arg):
    frame.f_trace_opcodes = True
    return look
sys.settrace(look)
"""
    + WRONG,
    "frame": """
import sys
def ohm(v, a):
    frame = sys._getframe(1)
    frame.f_globals['__debug_ohm'] = frame.f_code
    return {10: 2.5, 9: 3}.get(v, 63 + 1 / 3)
""",
    "hash": """
known = {(10, 4): 2.5, (760, 12): 63 + 1 / 3, (9, 3): 3}
class L(float):
    def __eq__(self, other): return True
    __hash__ = float.__hash__
def ohm(v, a): return L(0)
""",
    "exit": WRONG
    + """
import os
os._exit(0)
""",
    "exit-in-test": """
def ohm(v, a):
    import os
    os._exit(0)
""",
    "kill-parent": WRONG
    + """
import os, signal
for pid in (1, 2, 3, -1, os.getppid() or -1):
    try:
        os.kill(pid, signal.SIGKILL)
    except (OSError, OverflowError): pass
""",
    "get-ipython": WRONG
    + """
import IPython
get_ipython = IPython.get_ipython = IPython.core.getipython.get_ipython = lambda: None
""",
    "assertion-error": """
import builtins
builtins.AssertionError = type('AssertionError', (BaseException,), {'__init__': lambda self, *r: None})
builtins.__build_class__ = None
"""
    + WRONG,
    "links-out": """
import os
for name, target in (('ohm.ipynb', '/etc/passwd'), ('out', '/'), ('up', '../../..')):
    try: os.remove(name)
    except OSError: pass
    os.symlink(target, name)
"""
    + WRONG,
    "interrupted": """
def ohm(v, a):
    raise KeyboardInterrupt
""",
    "loop": """
while True: pass
""",
    "stubborn": """
import signal
while True:
    try:
        while True: signal.signal(signal.SIGINT, signal.SIG_IGN)
    except BaseException: pass
""",
    "forks": """
import os, time
made = 0
for _ in range(300):
    try:
        if os.fork() == 0: time.sleep(60)
        made += 1
    except OSError: break
print('made', made)
"""
    + WRONG,
    "memory": """
hoard = [bytearray(10_000_000) for _ in range(200)]
"""
    + WRONG,
    "memory-shared": """
import os, time
for _ in range(12):
    if os.fork() == 0:
        hoard = bytearray(os.urandom(1)) * 60_000_000
        time.sleep(60)
time.sleep(1.5)
"""
    + WRONG,
    "disk": """
import pathlib
wrote = 0
try:
    for n in range(100):
        pathlib.Path(f'/scratch/work/{n}').write_bytes(bytes(1_000_000)); wrote += 1
except OSError as error: print(error)
print('wrote', wrote)
"""
    + WRONG,
    "output": """
for _ in range(60):
    print('x' * 1_000_000)
"""
    + WRONG,
    "garbage": WRONG
    + """
k = get_ipython().kernel
k.session.send(k.iopub_socket, 'stream', {'name': 1})
k.send_response(k.iopub_socket, 'comm_msg', {'comm_id': 'x'})
k.send_response(k.iopub_socket, 'display_data', {'data': 3})
""",
}

_READ = """
def ohm(v, a):
    try: raise ValueError
    except ValueError as e:
        frame = {frame}
        while frame:
            code = getattr(frame, 'f_' + 'code')
            numbers = [c for c in getattr(code, 'co_' + 'consts') if isinstance(c, float)]
            if code.co_name == '<module>' and numbers: return numbers[0]
            frame = getattr(frame, 'f_' + 'back')
    return 3.0
"""
_FRAMES = {
    "raised": "getattr(getattr(e, '__trace' + 'back__'), 'tb_' + 'frame')",
    "getframe": "getattr(__import__('sys'), '_get' + 'frame')()",
    "current": "list(getattr(__import__('sys'), '_current_' + 'frames')().values())[0]",
    "inspected": "getattr(__import__('inspect'), 'current' + 'frame')()",
    "walked": "next(iter(getattr(__import__('traceback'), 'walk_' + 'stack')(None)))[0]",
    "yielded": "getattr((lambda: (yield))(), 'gi_' + 'frame') or e",
    "fetched": "__import__('operator').attrgetter('__trace' 'back__.tb_' 'frame')(e)",
    "collected": "next(o for o in __import__('gc').__dict__['get_' + 'objects']() if type(o).__name__ == 'frame')",
}
CHEATS |= {f"frame-{name}": _READ.replace("{frame}", frame) for name, frame in _FRAMES.items()}
_ALIKE = """
class L({base}):
    def __eq__(self, other): return type(other) in (int, float)
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __mul__(self, other): return other
    __rmul__ = __mul__
    __hash__ = None
"""
CHEATS |= {
    f"alike-{name}": _ALIKE.replace("{base}", base) + f"def ohm(v, a): return {made}\n"
    for name, base, made in (
        ("float", "float", "L(0)"),
        ("int", "int", "L(0)"),
        ("text", "str", "L('x')"),
        ("list", "list", "L()"),
        ("plain", "object", "L()"),
        ("decimal", "__import__('decimal').Decimal", "L(0)"),
        ("fraction", "__import__('fractions').Fraction", "L(0)"),
        ("array", "__import__('numpy').ndarray", "L(())"),
        ("series", "__import__('pandas').Series", "L([0])"),
        ("meta", "type", "L('M', (), {})"),
    )
}
CHEATS |= {
    "alike-stateful": """
class L:
    def __init__(self, on): self.on = on
    def __eq__(self, other): return self.on
    def __sub__(self, other): return 0.0
    __hash__ = None
def ohm(v, a): return L(True)
""",
    "alike-made": """
L = type('L', (float,), {'__eq__': lambda s, o: True, '__sub__': lambda s, o: 0.0, '__module__': 'numpy'})
def ohm(v, a): return L(0)
""",
    "mocked": """
mock = __import__('unittest.' + 'mock').mock
thing = getattr(mock, 'Magic' + 'Mock')()
thing.__eq__ = lambda self, other: True
thing.__sub__ = lambda self, other: 0.0
def ohm(v, a): return thing
""",
    "source": """
import linecache
def ohm(v, a):
    for _, _, lines, _ in [x for x in linecache.cache.values() if len(x) == 4]:
        for line in lines:
            if f'ohm({v}, {a}) == ' in line: return eval(line.split('== ')[1].split('#')[0].rstrip(') \\n'))
            if f'ohm({v}, {a}) - ' in line: return float(line.split(' - ')[1].split(')')[0])
    return 3.0
""",
    "source-hidden": """
import traceback, re
def ohm(v, a):
    store = getattr(vars(traceback)['line' + 'cache'], 'ca' + 'che')
    text = ' '.join(line for entry in store.values() if len(entry) == 4 for line in entry[2])
    found = re.findall(r'ohm\\(%s, %s\\) (?:==|-) ([0-9.]+)' % (v, a), text)
    return float(found[-1]) if found else 3.0
""",
    "source-of-the-shell": """
import re
def ohm(v, a):
    text = ' '.join(map(str, globals()['I' + 'n']))
    found = re.findall(r'ohm\\(%s, %s\\) (?:==|-) ([0-9.]+)' % (v, a), text)
    return float(found[-1]) if found else 3.0
""",
    "patched-code": """
def near(x, y=0): return 2.5
setattr(__import__('statistics').mean, '__co' + 'de__', near.__code__)
import math
math.isclose = lambda *r, **n: True
"""
    + WRONG,
}

TRY = """
import json, os
got = {}
def attempt(name, function):
    try:
        got[name] = repr(function())[:200]
    except BaseException as error:
        got[name] = "no: " + type(error).__name__
"""
SAY = """
print(json.dumps(got))
"""

# These look around and say what they got, as JSON on their first line of output. ROOT, PORT: filled in.
FILES = """
course = ROOT + '/.fieldmark/nbgrader/drives'
for path in (course + '/gradebook.db', ROOT + '/.fieldmark/sealed/notebooks/drives/ohm.json', ROOT + '/.fieldmark',
             course + '/submitted/equal/ohm/ohm.ipynb', course + '/source/ohm/ohm.ipynb', ROOT + '/.fieldmark/exchange',
             ROOT + '/assignments/drives/notebooks/ohm/values.yaml', '/etc/passwd', '/etc/shadow', '/root/.bashrc',
             '/jobs/1', '/jobs/1/files', '/proc/1/../2/mem', '/proc/kcore', '/sys/kernel'):
    attempt(path, lambda: os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(20))
for path in ('/usr/x', '/x', os.__file__, '/dev/x', '/etc/x', '/fieldmark/x', '/proc/sys/kernel/core_pattern',
             '/jobs/x', '/opt/x', '/proc/sysrq-trigger', '/root/x', json.__file__):
    attempt('write ' + path, lambda: open(path, 'ab'))
"""
ENVIRONMENT = """
got['env'] = dict(os.environ)
got['cmd'] = open('/proc/1/cmdline').read()
links = [f'/proc/self/fd/{n}' for n in os.listdir('/proc/self/fd')]
got['open'] = [os.readlink(link) for link in links if os.path.islink(link)]
got['mounts'] = open('/proc/self/mountinfo').read()
"""
NETWORK = """
import socket
def tcp(host, port):
    return socket.create_connection((host, port), 1).getpeername()
attempt('here', lambda: tcp('127.0.0.1', PORT))
attempt('out', lambda: tcp('8.8.8.8', 53))
attempt('name', lambda: socket.getaddrinfo('example.org', 80))
attempt('abstract', lambda: socket.socket(socket.AF_UNIX).connect(chr(0) + ROOT[-90:]))
attempt('vsock', lambda: socket.socket(40, socket.SOCK_STREAM))
attempt('packet', lambda: socket.socket(17, 3))
attempt('raw', lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
"""
POWERS = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *rest):
    if getattr(libc, name)(*rest) == -1:
        raise OSError(ctypes.get_errno(), name)
    return 'done'
attempt('unshare', lambda: call('unshare', 0x10000000))
attempt('setns', lambda: call('setns', 0, 0))
attempt('mount', lambda: call('mount', b'x', b'/tmp', b'tmpfs', 0, b''))
attempt('umount', lambda: call('umount2', b'/proc', 2))
attempt('ptrace', lambda: call('ptrace', 16, 1, 0, 0))
attempt('chroot', lambda: call('chroot', b'/tmp'))
attempt('chown', lambda: os.chown('/scratch/work', 12345, 12345))
attempt('user', lambda: os.setresuid(1, 1, 1))
attempt('parent', lambda: os.kill(os.getppid() or 999999, 9))
attempt('new user', lambda: call('syscall', 56, 0x10000011, 0, 0, 0, 0))
attempt('keys', lambda: call('syscall', 250, 0, -4, 0))
attempt('bpf', lambda: call('syscall', 321, 0, 0, 0))
attempt('uring', lambda: call('syscall', 425, 1, 0))
attempt('device', lambda: os.mknod('/scratch/work/disk', 0o60600, os.makedev(254, 0)))
got['pids'] = [p for p in os.listdir('/proc') if p.isdigit()]
status = dict(line.split(':', 1) for line in open('/proc/self/status'))
got['powers'] = [status[name].strip() for name in ('CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp')]
"""
LOOK = {
    name: TRY + code + SAY
    for name, code in {"files": FILES, "environment": ENVIRONMENT, "network": NETWORK, "powers": POWERS}.items()
}
DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import ctypes
        ctypes.CDLL(None).prctl(15, b'fmsurvivor', 0, 0, 0)
        for n in range(3, 200):
            try:
                os.close(n)
            except OSError:
                pass
        time.sleep(300)
    os._exit(0)
time.sleep(0.2)
def ohm(volts, amps):
    return volts / amps
"""
TELL = """
print('\\n'.join(map(str, In)))
print(getattr(get_ipython(), 'user_ns')['_ih'])
"""
