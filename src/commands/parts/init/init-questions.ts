/** The prompts of `apikit init` with their defaults, and the checks of the answers. Pure. */
import { basename } from 'node:path';
import { regionFault } from '../../../config/check-region.ts';
import { originFault } from '../../../config/origin.ts';
import { ApikitError, usageError } from '../../../errors.ts';
import { nameFault, namesOf } from '../../../naming/names.ts';
import { REGIONS } from '../../../naming/regions.ts';
import { resourceNames } from '../../../naming/resource-names.ts';
import type { ItemsAnswers } from '../../../templates/items/answers.ts';
import { DEFAULT_FIELDS, parseFields } from '../../../templates/items/fields.ts';
import type { Language } from '../../../templates/template.ts';

export interface Question {
  /** The name of the flag: `--name`. */
  flag: 'name' | 'region' | 'resource' | 'fields' | 'cors' | 'stages';
  /** The templates that have this prompt; `undefined` for all. */
  templates?: readonly string[];
  message: string;
  /** The choices at a terminal. The default is added if it is not among them. */
  choices?: readonly string[];
  default: string;
  /** The problem of an answer, as a sentence. */
  problem(answer: string): string | undefined;
}

/** The names that the template itself uses. */
const TAKEN_RESOURCES = ['health'];
const TAKEN_SCHEMAS = ['ErrorEnvelope', 'HealthStatus'];

export function questions(folder: string, env: Readonly<Record<string, string | undefined>>): Question[] {
  return [
    {
      flag: 'name',
      message: 'Name of the app?',
      default: nameFor(folder),
      problem: (name) => wordProblem('The name', name),
    },
    {
      flag: 'region',
      message: 'AWS region?',
      choices: REGIONS,
      default: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
      problem: (region) => {
        const fault = regionFault(region, 'The region');
        return fault?.severity === 'error' ? `${fault.message} ${fault.fix}` : undefined;
      },
    },
    {
      flag: 'resource',
      message: 'What does it store (a plural)?',
      default: 'items',
      templates: ['items'],
      problem: resourceProblem,
    },
    {
      flag: 'fields',
      message: 'Which fields does it have (! marks required ones)?',
      default: DEFAULT_FIELDS,
      templates: ['items'],
      problem: fieldsProblem,
    },
    {
      flag: 'cors',
      message:
        'Which origins of web pages may call it, such as https://app.example.com (localhost may always call the stage local)?',
      default: '',
      problem: (text) => originsProblem(toList(text)),
    },
    { flag: 'stages', message: 'Stages?', default: 'dev,prod', problem: (text) => stagesProblem(toList(text)) },
  ];
}

export type GivenAnswers = Record<Question['flag'], string>;

/** The choices that come before the prompts. */
export interface Chosen {
  template: string;
  language: Language;
}

/**
 * The answers in the form of the template.
 *
 * @throws ApikitError (usage) if names that are built from them are longer than AWS allows.
 */
export function toAnswers(
  { name, region, resource, fields, cors, stages }: GivenAnswers,
  tables: readonly string[],
  language: Language,
): ItemsAnswers {
  for (const stage of toList(stages)) {
    for (const named of namesOf({ app: name, stage, region }, { tables, plans: ['basic'] })) {
      const fault = nameFault(named);
      if (!fault) continue;
      throw usageError(
        `The ${named.kind} would have the name ${named.name}: ${fault.why}.`,
        `Make --name, --resource or the stage ${stage} shorter by ${fault.over}.`,
      );
    }
  }
  return { name, region, resource, fields: parseFields(fields), cors: toList(cors), stages: toList(stages), language };
}

/** `a, b` → two values; an empty text → none. */
const toList = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** The name of the folder, if it is a valid name. */
function nameFor(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return name === '' ? 'items-api' : name.slice(0, 30).replace(/-+$/, '');
}

function wordProblem(what: string, word: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(word)) return undefined;
  return `${what} must consist of small letters, digits and single hyphens, and begin with a letter.`;
}

/** The problem of a resource's name. */
export function resourceProblem(resource: string): string | undefined {
  const problem = wordProblem('The resource', resource);
  if (problem) return problem;
  const taken = TAKEN_RESOURCES.includes(resource) || TAKEN_SCHEMAS.includes(resourceNames(resource).singularPascal);
  return taken ? `The API itself has ${resource}; choose another name for the resource.` : undefined;
}

function fieldsProblem(fields: string): string | undefined {
  try {
    parseFields(fields);
    return undefined;
  } catch (error) {
    if (error instanceof ApikitError) return [error.message, error.hint].filter(Boolean).join(' ');
    throw error;
  }
}

function originsProblem(origins: string[]): string | undefined {
  const [wrong] = origins.flatMap((origin) => originFault(origin) ?? []);
  if (wrong) return `${wrong.message} ${wrong.fix}`;
  return origins.includes('*') && origins.length > 1 ? '"*" means every origin, so it must be alone.' : undefined;
}

function stagesProblem(stages: string[]): string | undefined {
  if (stages.length === 0) return 'At least one stage is needed, such as dev.';
  if (stages.includes('local')) return 'The stage local always exists; remove it.';
  if (new Set(stages).size < stages.length) return 'A stage appears twice.';
  const wrong = stages.find((stage) => wordProblem('', stage) !== undefined);
  return wrong === undefined ? undefined : wordProblem(`The stage ${wrong}`, wrong);
}
