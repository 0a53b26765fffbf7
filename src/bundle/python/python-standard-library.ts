/**
 * The modules of a Python version's standard library: the public ones of `sys.stdlib_module_names` in Python 3.11, with
 * the additions and removals of later versions (https://docs.python.org/3/whatsnew/3.12.html#removed,
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

/** The minor version that first has a module, for modules that were added. */
const ADDED: ReadonlyMap<string, number> = new Map([
  ['tomllib', 11],
  ['annotationlib', 14],
  ['compression', 14],
]);

const REMOVED_IN_12 = 'asynchat asyncore distutils imp smtpd';
const REMOVED_IN_13 =
  'aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib';

/** The first minor version without a module, for modules that were removed. */
const REMOVED: ReadonlyMap<string, number> = new Map([
  ...REMOVED_IN_12.split(' ').map((name) => [name, 12] as const),
  ...REMOVED_IN_13.split(' ').map((name) => [name, 13] as const),
]);

/** Returns the first minor version with the module. `undefined` if all of Lambda's versions have it, or none. */
export const standardSince = (name: string): number | undefined => ADDED.get(name);

/** Returns the first minor version without the module, or `undefined` if no version removed it. */
export const standardUntil = (name: string): number | undefined => REMOVED.get(name);

/** Expects a top-level module in `name`. `minor` is 14 for Python 3.14. */
export function isStandard(name: string, minor: number): boolean {
  if (!MODULES.has(name) && !ADDED.has(name)) return name.startsWith('_');
  return minor >= (ADDED.get(name) ?? 0) && minor < (REMOVED.get(name) ?? Number.POSITIVE_INFINITY);
}

/** For example `python3.14` → 14. */
export const minorOf = (runtime: string): number => Number(/\.(\d+)/.exec(runtime)?.[1] ?? 0);
