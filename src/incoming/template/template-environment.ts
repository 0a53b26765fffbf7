/** `function.environment` of apikit.yaml, from the functions of a template. Pure. */
import { isSecretVariable } from '../../config/secret-like.ts';
import { objectOf, textOf } from '../../contract/model/json.ts';
import { queueVariable, tableVariable, topicVariable } from '../../naming/names.ts';
import type { Finding } from '../finding.ts';
import { tableWord } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';
import type { Sections } from './template-sections.ts';

/** Placeholders by the names that the template gives its tables, because the tables of a project have other names. */
const physicalNames = (resources: readonly TemplateResource[]): ReadonlyMap<string, string> =>
  new Map(
    resources.flatMap(({ id, type, properties }): [string, string][] => {
      const name = type === 'AWS::DynamoDB::Table' ? textOf(properties.TableName) : undefined;
      return name === undefined ? [] : [[name, `\${table.${tableWord(id)}}`]];
    }),
  );

export function environmentOf(
  functions: readonly TemplateResource[],
  { tables, queues, topics }: Sections,
  resources: readonly TemplateResource[],
): { readonly environment: Readonly<Record<string, string>>; readonly findings: readonly Finding[] } {
  const named = physicalNames(resources);
  const environment = new Map<string, string>();
  const findings: Finding[] = [];
  const ofTables = new Map(Object.keys(tables).map((table) => [tableVariable(table), `\${table.${table}}`]));
  const reserved = [
    ...ofTables.keys(),
    ...Object.keys(queues).map(queueVariable),
    ...Object.keys(topics).map(topicVariable),
    ...['APIKIT_APP', 'APIKIT_STAGE', 'CORS_ORIGINS'],
  ];
  for (const { id, properties, place } of functions) {
    for (const [variable, written] of Object.entries(objectOf(objectOf(properties.Environment).Variables))) {
      const value = named.get(String(written)) ?? String(written);
      const at = place('Environment', 'Variables', variable);
      const lost = (says: string) => findings.push({ about: 'lost', place: at, says });
      if (reserved.includes(variable)) {
        if (value !== ofTables.get(variable))
          lost(`apikit sets the variable ${variable} itself. Use another name, in the code as well.`);
      } else if (isSecretVariable(variable, value))
        lost(
          `${variable} seems to contain a secret, which is not copied. Store it, and write its reference in function.secrets.`,
        );
      else if (
        /\{(?:function|stream) [\w-]+\}|\$\{(?:account|partition|(?:table|queue|topic)\.[^}]*\.arn)\}/.test(value)
      )
        lost(`${variable} has a value that only a deployed stage has. Set it in function.environment.`);
      else if ((environment.get(variable) ?? value) !== value)
        lost(
          `${variable} of ${id} has another value than in another function, and the functions become one. Give it another name.`,
        );
      else environment.set(variable, value);
    }
  }
  return { environment: Object.fromEntries(environment), findings };
}
