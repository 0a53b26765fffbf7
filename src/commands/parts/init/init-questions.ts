/** What `apikit init` wants to know: the questions with their defaults, and what is wrong with an answer. Pure. */
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
  /** The flag that answers it: `--name`. */
  flag: 'name' | 'region' | 'resource' | 'fields' | 'cors' | 'stages';
  /** Asked only where the template is one of these. */
  templates?: readonly string[];
  message: string;
  /** At a terminal one of these is chosen, and of the default where it is not among them. */
  choices?: readonly string[];
  default: string;
  /** What is wrong with an answer, as a sentence. */
  problem(answer: string): string | undefined;
}

/** The names that the template itself takes. */
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
      message: 'What does it keep, in the plural?',
      default: 'items',
      templates: ['items'],
      problem: resourceProblem,
    },
    {
      flag: 'fields',
      message: 'Its fields (! where required)?',
      default: DEFAULT_FIELDS,
      templates: ['items'],
      problem: fieldsProblem,
    },
    {
      flag: 'cors',
      message:
        'Origins of web pages that may call it, as https://app.example.com (those on localhost may call the stage local)?',
      default: '',
      problem: (text) => originsProblem(toList(text)),
    },
    { flag: 'stages', message: 'Stages?', default: 'dev,prod', problem: (text) => stagesProblem(toList(text)) },
  ];
}

export type GivenAnswers = Record<Question['flag'], string>;

/** What is chosen before anything is asked. */
export interface Chosen {
  template: string;
  language: Language;
}

/**
 * The answers as the template takes them.
 *
 * @throws ApikitError (usage) where the names that they make together are longer than AWS allows.
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
        `The ${named.kind} would be called ${named.name}: ${fault.why}.`,
        `Make --name, --resource or the stage ${stage} shorter by ${fault.over}.`,
      );
    }
  }
  return { name, region, resource, fields: parseFields(fields), cors: toList(cors), stages: toList(stages), language };
}

/** `a, b` → two; nothing → none. */
const toList = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** The folder's own name where it can be one. */
function nameFor(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return name === '' ? 'items-api' : name.slice(0, 30).replace(/-+$/, '');
}

function wordProblem(what: string, word: string): string | undefined {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(word)) return undefined;
  return `${what} must be small letters, digits and single hyphens, and begin with a letter.`;
}

/** What is wrong with a resource's name. */
export function resourceProblem(resource: string): string | undefined {
  const problem = wordProblem('The resource', resource);
  if (problem) return problem;
  const taken = TAKEN_RESOURCES.includes(resource) || TAKEN_SCHEMAS.includes(resourceNames(resource).singularPascal);
  return taken ? `The API has ${resource} of its own; call the resource something else.` : undefined;
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
  return origins.includes('*') && origins.length > 1 ? '"*" is every origin; give it alone.' : undefined;
}

function stagesProblem(stages: string[]): string | undefined {
  if (stages.length === 0) return 'At least one stage is needed, such as dev.';
  if (stages.includes('local')) return 'The stage local always exists; leave it out.';
  if (new Set(stages).size < stages.length) return 'A stage is there twice.';
  const wrong = stages.find((stage) => wordProblem('', stage) !== undefined);
  return wrong === undefined ? undefined : wordProblem(`The stage ${wrong}`, wrong);
}
