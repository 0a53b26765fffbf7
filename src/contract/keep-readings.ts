/** Keeps what reading a contract has found, because parsing and checking it takes longer than hashing its files. */
import { isDeepStrictEqual } from 'node:util';
import type { KeptResults } from '../files/kept-results.ts';
import { parseContract } from './load-contract.ts';
import { apiDocument } from './model/api-document.ts';
import type { LocatedContract } from './model/contract.ts';
import type { Opened, OpenFile } from './read/open-file.ts';
import { type ReadContract, readContract } from './read/read-contract.ts';

interface Kept {
  /** The other files of the contract, with what was found in them. */
  readonly opened: ReadonlyMap<string, Opened>;
  /** Everything that is plain data and does not follow from the document. */
  readonly contract: Omit<LocatedContract, 'operations' | 'problem'>;
}

/** Does the same as `parseContract`, which depends only on the texts of the files. A refused contract is not kept. */
export function keepReadings(
  results: KeptResults,
): (text: string, file: string, open: OpenFile) => Promise<LocatedContract> {
  return async (text, file, open) => {
    const key = results.keyOf('reading', [file, text]);
    const kept = (await results.read(key)) as Kept | undefined;
    if (kept && [...kept.opened].every(([name, before]) => isDeepStrictEqual(open(name), before)))
      return located(kept, text, file);
    const opened = new Map<string, Opened>();
    const read = parseContract(text, file, (name) => {
      const found = open(name);
      opened.set(name, found);
      return found;
    });
    const { operations: _, problem: __, ...contract } = read;
    await results.write(key, { opened, contract } satisfies Kept);
    return read;
  };
}

/** Only problems need the places in the files, so the files are parsed when there is one. */
function located({ opened, contract }: Kept, text: string, file: string): LocatedContract {
  let read: ReadContract | undefined;
  return {
    ...contract,
    ...apiDocument(contract.document),
    problem(rule, path, message, options) {
      read ??= readContract(text, file, (name) => opened.get(name)!);
      return read.problem(rule, path, message, options);
    },
  };
}
