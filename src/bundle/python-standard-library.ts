/**
 * The modules that a version of Python has without any package: the public ones of `sys.stdlib_module_names` of Python 3.11,
 * with what later versions add and remove (https://docs.python.org/3/whatsnew/3.12.html#removed,
 * https://peps.python.org/pep-0594/, https://docs.python.org/3/whatsnew/3.14.html#new-modules). Pure.
 */

const MODULES = new Set(
  `abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2
  cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser
  contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest
  email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath
  getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io
  ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap
  modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os
  ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty
  pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched
  secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile
  sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny
  tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize tomllib trace traceback
  tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser
  winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo`.split(/\s+/),
);

/** By the minor version that has them first. */
const ADDED: Readonly<Record<number, readonly string[]>> = { 11: ['tomllib'], 14: ['annotationlib', 'compression'] };

/** By the first minor version without them. */
const REMOVED: Readonly<Record<number, readonly string[]>> = {
  12: ['asynchat', 'asyncore', 'distutils', 'imp', 'smtpd'],
  13: 'aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib'.split(
    ' ',
  ),
};

/** `name` is a top-level module, `minor` 14 for Python 3.14. */
export function isStandard(name: string, minor: number): boolean {
  const without = Object.entries(REMOVED).some(([version, names]) => minor >= Number(version) && names.includes(name));
  const since = Object.entries(ADDED).find(([, names]) => names.includes(name))?.[0];
  if (since !== undefined) return minor >= Number(since);
  return name.startsWith('_') || (MODULES.has(name) && !without);
}

/** Whether a version between the two has the module and the other has not. */
export function standardSince(name: string): number | undefined {
  const since = Object.entries(ADDED).find(([, names]) => names.includes(name))?.[0];
  return since === undefined ? undefined : Number(since);
}

/** The first minor version that has the module no more. */
export function standardUntil(name: string): number | undefined {
  const until = Object.entries(REMOVED).find(([, names]) => names.includes(name))?.[0];
  return until === undefined ? undefined : Number(until);
}

/** `python3.14` → 14 */
export const minorOf = (runtime: string): number => Number(/\.(\d+)/.exec(runtime)?.[1] ?? 0);
