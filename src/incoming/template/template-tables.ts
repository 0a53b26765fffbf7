/** The tables of a template as entries of apikit.yaml. Pure. */
import { type Json, objectOf, textOf } from '../../contract/model/json.ts';
import type { Finding } from '../finding.ts';
import { lostMembers } from '../lost-members.ts';
import { keySettings } from '../table-keys.ts';
import { tableWord } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';

const SIMPLE: Readonly<Record<string, string>> = { String: 'string', Number: 'number', Binary: 'binary' };

export function tablesOf(resources: readonly TemplateResource[]): {
  tables: Record<string, object>;
  findings: Finding[];
} {
  const findings: Finding[] = [];
  const tables: Record<string, object> = {};
  for (const resource of resources) {
    const { properties, place } = resource;
    if (resource.type === 'AWS::Serverless::SimpleTable') tables[tableWord(resource.id)] = simple(resource);
    else if (resource.type === 'AWS::DynamoDB::Table') tables[tableWord(resource.id)] = full(resource, findings);
    else continue;
    findings.push(...lostMembers(Object.keys(properties), OF_TABLE, (member) => place(member), ` of ${resource.id}`));
    const name = textOf(properties.TableName);
    if (name !== undefined) {
      const says = `The table ${name} gets another name: apikit names tables after app and stage. To keep a table that exists with its items, name it in adopts of the stage (docs/adopt.md).`;
      findings.push({ about: 'changes', place: place('TableName'), says });
    }
  }
  return { tables, findings };
}

/** Members that are in the project, that it has anyway, or that are in the report. */
const OF_TABLE = {
  kept: [
    'AttributeDefinitions',
    'BillingMode',
    'DeletionProtectionEnabled',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'PointInTimeRecoverySpecification',
    'PrimaryKey',
    'ProvisionedThroughput',
    'StreamSpecification',
    'TableName',
    'Tags',
    'TimeToLiveSpecification',
  ],
  instead: {
    SSESpecification: 'To encrypt with a key of yours, write kmsKey in the table, or encryption (docs/encryption.md).',
  },
};

function simple({ properties }: TemplateResource): object {
  const { Name = 'id', Type = 'String' } = objectOf(properties.PrimaryKey);
  const type = SIMPLE[String(Type)];
  return { key: String(Name), ...(type !== undefined && type !== 'string' && { keyType: type }) };
}

function full({ properties, place }: TemplateResource, findings: Finding[]): object {
  const types = new Map(
    listOf(properties.AttributeDefinitions).map(({ AttributeName, AttributeType }) => [
      String(AttributeName),
      String(AttributeType),
    ]),
  );
  const typed = (name: string) => ({ name, type: types.get(name) ?? 'S' });
  const keysOf = (schema: unknown) => {
    const named = (kind: string) => textOf(listOf(schema).find(({ KeyType }) => KeyType === kind)?.AttributeName);
    const sortKey = named('RANGE');
    return keySettings(typed(named('HASH') ?? 'id'), sortKey === undefined ? undefined : typed(sortKey));
  };
  const indexes = listOf(properties.GlobalSecondaryIndexes).map(({ IndexName, KeySchema, Projection }) => {
    const { ProjectionType, NonKeyAttributes } = objectOf(Projection);
    const projection =
      ProjectionType === 'KEYS_ONLY' ? 'keys' : ProjectionType === 'INCLUDE' ? NonKeyAttributes : 'all';
    return [String(IndexName), { ...keysOf(KeySchema), ...(projection !== 'all' && { projection }) }] as const;
  });
  const { AttributeName, Enabled } = objectOf(properties.TimeToLiveSpecification);
  const lost = (member: string, says: string) => findings.push({ about: 'lost', place: place(member), says });
  if (properties.LocalSecondaryIndexes !== undefined)
    lost('LocalSecondaryIndexes', 'apikit has no local indexes. Use a global one: indexes of the table.');
  if (properties.BillingMode !== 'PAY_PER_REQUEST')
    findings.push({
      about: 'changes',
      place: place('BillingMode'),
      says: 'apikit creates tables on demand, without provisioned capacity.',
    });
  return {
    ...keysOf(properties.KeySchema),
    ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) as object }),
    ...(textOf(AttributeName) !== undefined && Enabled !== false && { ttl: AttributeName }),
  };
}

const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf) : []);
