/**
 * Turns an OpenAPI document from another source into a contract: one file of 3.0 or 3.1, an operationId in every
 * operation, the extensions of other tools as apikit's settings, and checked. What cannot be kept becomes a decision.
 */
import { type Problem, ProblemsError } from '../../config/problem.ts';
import { dataSource } from '../../config/source.ts';
import { yamlText } from '../../text/yaml-text.ts';
import { lint } from '../check/lint.ts';
import { type ApiDocument, apiDocument } from '../model/api-document.ts';
import { type OpenFile, openNothing } from '../read/open-file.ts';
import { readContract, readSource } from '../read/read-contract.ts';
import { adoptExtensions } from './extensions.ts';
import { type Decision, settle } from './settle.ts';

export interface Foreign extends ApiDocument {
  /** The contract as YAML. */
  readonly text: string;
  /** One sentence for each changed extension and name. */
  readonly notes: readonly string[];
  readonly warnings: readonly Problem[];
  /** The parts that the import would lose. Nothing may be written before the user agrees. */
  readonly decisions: readonly Decision[];
  /** All files that were read. */
  readonly files: readonly string[];
}

export interface ForeignDocument {
  readonly text: string;
  /** The name relative to the folder that the document may read from. */
  readonly name: string;
  readonly open: OpenFile;
  /** Returns the name that messages use for a file. */
  shown(name: string): string;
}

/** The notes of the import already cover these rules. */
const TOLD = new Set(['extension-replaced', 'extension-moved']);

/**
 * Expects in `taken` the operationIds in use. Throws `InvalidContract`, with places in the file, for what the import
 * cannot repair: a syntax error, another version of OpenAPI, nothing to deploy.
 */
export function readForeign(source: ForeignDocument, taken: ReadonlySet<string> = new Set()): Foreign {
  const shown = <Found extends Problem>(problem: Found): Found => ({ ...problem, file: source.shown(problem.file) });
  const read = readContract(source.text, source.name, source.open);
  const { document: original } = read;
  if (original === undefined) throw invalid(source, lint(read).map(shown));
  const settled = settle({ ...read, document: original }, taken);
  if (settled.refused.length > 0) throw invalid(source, settled.refused.map(shown));
  const adopted = adoptExtensions(settled.document);
  const written = { ...adopted.document, openapi: read.version === '3.1' ? '3.1.0' : '3.0.3' };
  const text = yamlText(written);
  // Parsing that text again would take longer than everything else together.
  const again = readSource(dataSource(written, 'openapi.yaml'), Buffer.byteLength(text), openNothing);
  const wrong = lint(again).filter(({ severity }) => severity === 'error');
  if (again.document === undefined || wrong.length > 0)
    throw invalid(
      source,
      wrong.map((problem) => ({ ...problem, file: `${source.shown(source.name)} (converted)` })),
    );
  return {
    ...apiDocument(again.document),
    text,
    notes: [...adopted.notes, ...settled.notes],
    warnings: settled.warnings.filter(({ rule }) => !TOLD.has(rule ?? '')).map(shown),
    decisions: settled.decisions.map(shown),
    files: read.files.map(source.shown),
  };
}

function invalid(source: ForeignDocument, problems: readonly Problem[]): ProblemsError {
  const name = source.shown(source.name);
  return new ProblemsError(
    'InvalidContract',
    name,
    problems,
    `Correct ${name} and import it again. Nothing was written.`,
  );
}
