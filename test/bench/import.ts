/**
 * Imports a document with as many operations as the argument says, as a new contract and into an existing one; prints
 * CPU seconds as JSON.
 */
import { mergeInto } from '../../src/contract/import/merge.ts';
import { readForeign } from '../../src/contract/import/read-foreign.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import { openNothing } from '../../src/contract/read/open-file.ts';
import { largeContract } from './large-contract.ts';

const count = Number(process.argv[2]);

function seconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

const foreign = (text: string) => readForeign({ text, name: 'openapi.yaml', open: openNothing, shown: (name) => name });
const text = largeContract(count);
// The engine compiles some code at its first use, which does not depend on the size of the document.
foreign(largeContract(10));
const asNew = seconds(() => foreign(text));
const small = largeContract(1);
const imported = foreign(text);
const present = parseContract(text, 'openapi.yaml');
const unchanged = seconds(() => mergeInto(text, present, imported));
const added = seconds(() => mergeInto(small, parseContract(small, 'openapi.yaml'), imported));
const other = foreign(text.replaceAll('minimum: 1,', 'minimum: 2,').replaceAll('maxLength: 100', 'maxLength: 99'));
const changed = seconds(() => mergeInto(text, present, other));
console.log(JSON.stringify({ asNew, unchanged, added, changed }));
