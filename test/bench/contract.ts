/**
 * Reads, lints and compiles a contract with as many operations as the argument says; prints CPU seconds and memory as
 * JSON.
 */
import { compile } from '../../src/contract/compile/compile.ts';
import { parseContract } from '../../src/contract/load-contract.ts';
import { FACTS, stageConfig } from '../contract/fixtures.ts';
import { largeContract } from './large-contract.ts';

const text = largeContract(Number(process.argv[2]));
const config = stageConfig();
const run = () => compile(parseContract(text, 'openapi.yaml'), config, FACTS);
// The engine compiles some code at its first use, which does not depend on the size of the contract.
run();
const times = Array.from({ length: 3 }, () => {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
});
const definition = JSON.stringify(run());
console.log(
  JSON.stringify({
    seconds: times.sort((a, b) => a - b)[1],
    peakMb: process.resourceUsage().maxRSS / 1024,
    textKb: text.length / 1024,
    definitionKb: definition.length / 1024,
  }),
);
