#!/usr/bin/env node
/** The executable. It answers `--version` without loading the program, because other tools ask for it often. */
import { VERSION_FLAGS, version } from './files/version.ts';

const [flag, ...others] = process.argv.slice(2);
if (flag !== undefined && VERSION_FLAGS.includes(flag) && others.length === 0) process.stdout.write(`${version()}\n`);
else await import('./main.ts');
