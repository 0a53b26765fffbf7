/**
 * Turns a normalised document from another source into a contract: each finding of the lint is repaired, or becomes a
 * decision, until none is left. The rules are the lint's own, so that the lint and the import agree. Pure.
 */
import { type Path, type Problem, sortProblems } from '../../config/problem.ts';
import { lintDocument } from '../check/lint.ts';
import { isObject, type Json, textOf } from '../model/json.ts';
import { writtenOperations } from '../model/paths.ts';
import { componentAt, componentPlace } from '../model/references.ts';
import { isSilenced } from '../model/silenced.ts';
import type { ReadContract } from '../read/read-contract.ts';
import { type Kind, SECTIONS, SHAPES_3, slotOf } from '../read/shapes.ts';
import { RULES, type RuleId } from '../rules/index.ts';
import { edits } from './edit.ts';
import { takenNames, withOperationIds } from './extensions.ts';
import { remedyFor } from './remedies.ts';
import type { Draft, Finding, Remedy } from './remedy.ts';
import { unifyParameterNames } from './rename-parameters.ts';

/** A part of the document that the import loses if the user agrees. */
export interface Decision extends Problem {
  readonly rule: string;
  /** The result, as a sentence. */
  readonly outcome: string;
}

export interface Settled {
  readonly document: Json;
  /** The decisions, at places in the user's file. */
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
  readonly warnings: readonly Problem[];
  /** Problems that the import cannot repair: it rejects the document. */
  readonly refused: readonly Problem[];
}

/** A remedy may cause another finding. Real documents need at most three rounds. */
const MOST_ROUNDS = 40;

/** The reader keeps a `$ref` that leads nowhere; the import can leave out the part that contains it. */
const REFERENCE = /^ref-/;

/** Expects in `taken` the operationIds in use. */
export function settle(read: ReadContract & { document: Json }, taken: ReadonlySet<string>): Settled {
  const { origins } = read;
  const refused = read.problems.filter(({ rule, severity }) => severity === 'error' && !REFERENCE.test(rule ?? ''));
  if (refused.length > 0) return { document: read.document, decisions: [], notes: [], warnings: [], refused };
  const decisions = new Map<string, Decision>();
  const notes = new Set<string>();
  const unread = new Map<string, Problem>();
  for (const problem of read.problems) if (problem.severity === 'error') unread.set(placeKey(problem), problem);
  let document = read.document;
  const problemOf = ({ rule, path, message, fix }: Finding) =>
    read.problem(rule, path, message, fix === undefined ? {} : { fix }, document);
  /** Returns the problem that the reader reported at the same place, or else the finding itself. */
  const asRead = (finding: Finding) => {
    const problem = problemOf(finding);
    return unread.get(placeKey(problem)) ?? problem;
  };
  const refusal = (problems: readonly Problem[]): Settled => ({
    ...{ document, decisions: [], notes: [], warnings: [] },
    refused: sortProblems(problems),
  });
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { errors, warnings } = findings(document, read, taken);
    if (errors.length === 0) {
      for (const problem of unread.values()) decisions.set(keyOf(problem), decided(problem, 'It is left out.'));
      const own = decisions.values();
      return { document, decisions: sortDecisions([...own]), notes: [...notes], warnings, refused: [] };
    }
    const before = document;
    const row = edits(origins);
    if (errors.some(({ rule }) => rule === 'operation-id' || rule === 'operation-id-twice')) {
      const named = withOperationIds(document, taken, row);
      for (const note of named.notes) notes.add(note);
      document = named.document;
    }
    if (errors.some(({ rule }) => rule === 'path-siblings')) {
      const renamed = unifyParameterNames(document, row);
      for (const note of renamed.notes) notes.add(note);
      if (renamed.notes.length > 0) {
        document = renamed.document;
        continue;
      }
    }
    const draft: Draft = { document, edits: row };
    // Remedies run from the end of a list to its beginning, because removing an item moves the ones after it. All are
    // chosen before the first one is applied, because they read the document that the findings refer to.
    const remedies: { said: Problem; remedy: Remedy }[] = [];
    for (const finding of errors.filter(({ rule }) => !/^operation-id/.test(rule)).reverse()) {
      const remedy = remedyFor(finding, draft);
      const shownFinding = asRead(finding);
      // The removed parts may be the cause, so the refusal names the decisions, too.
      if (!remedy) return refusal([...decisions.values(), ...errors.map(asRead)]);
      unread.delete(placeKey(shownFinding));
      remedies.push({ said: shownFinding, remedy });
    }
    for (const { said, remedy } of remedies) {
      if (remedy.asks) decisions.set(keyOf(said), decided(said, remedy.outcome));
      else notes.add(`Line ${said.line}: ${remedy.outcome}`);
      document = remedy.apply(document);
    }
    // The first change of a series copies the document, so an identical document means that no remedy changed anything.
    if (document === before) return refusal(errors.map(problemOf));
  }
  const { errors } = findings(document, read, taken);
  return refusal(errors.map(problemOf));
}

function findings(document: Json, read: ReadContract, taken: ReadonlySet<string>) {
  const found = new Map<string, Finding>();
  // A finding in the root's shared members appears once for each operation; the map keeps one.
  const add = (finding: Finding) => found.set([finding.rule, ...finding.path, finding.message].join('\n'), finding);
  const warnings: Problem[] = [];
  const report = (rule: RuleId, path: Path, message: string, options: { fix?: string; key?: boolean } = {}) => {
    if (isSilenced(document, path, rule)) return;
    const { severity } = RULES[rule];
    if (severity === 'error') add({ rule, path, message, ...(options.fix !== undefined && { fix: options.fix }) });
    if (severity === 'warning') warnings.push(read.problem(rule, path, message, options, document));
  };
  lintDocument(document, read.version, report);
  for (const path of danglingIn(document)) add({ rule: 'ref-nowhere', path, message: 'The reference leads nowhere.' });
  const names = takenNames(taken);
  for (const { operation, at } of writtenOperations(document)) {
    const id = textOf(operation.operationId);
    if (!id) continue;
    if (names.isTaken(id, operation)) {
      const where = [...at, 'operationId'];
      add({ rule: 'operation-id-twice', path: where, message: `${id}, or the file of its function, is in use.` });
    }
    names.take(id, operation);
  }
  return { errors: [...found.values()], warnings: sortProblems(warnings) };
}

/** Returns the places of references that lead to no component of their kind. */
function danglingIn(document: Json): Path[] {
  const found: Path[] = [];
  visit('document', document, []);
  return found;

  function visit(kind: Kind, node: unknown, path: Path): void {
    if (!isObject(node)) return;
    if (typeof node.$ref === 'string' && !isThere(document, SECTIONS[kind], node.$ref)) found.push([...path, '$ref']);
    for (const [key, child] of Object.entries(node)) {
      const slot = slotOf(SHAPES_3, kind, key);
      if (slot === undefined) continue;
      const children = slot.many ? Object.entries(child ?? {}) : [];
      for (const [name, each] of children)
        visit(slot.kind, each, [...path, key, Array.isArray(child) ? Number(name) : name]);
      if (!slot.many) visit(slot.kind, child, [...path, key]);
    }
  }
}

function isThere(document: Json, wanted: string | undefined, reference: string): boolean {
  const place = componentPlace(reference);
  return place !== undefined && place.section === wanted && componentAt(document, place) !== undefined;
}

const keyOf = ({ file, path, rule, message }: Problem) => [file, path, rule, message].join('\n');

const placeKey = ({ file, path }: Problem) => `${file}\n${path}`;

function decided(problem: Problem, outcome: string): Decision {
  return { ...problem, rule: problem.rule ?? 'syntax', outcome };
}

function sortDecisions(decisions: readonly Decision[]): Decision[] {
  return sortProblems(decisions) as Decision[];
}
