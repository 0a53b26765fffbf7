/** How a web ACL leaves, with all its rules. */
import type { WebAclShape } from '../../kinds/web-acl/shape.ts';
import { ruleOf, visibility } from '../../kinds/web-acl/web-acl-rules.ts';
import { toTagList } from '../../ownership/ownership.ts';
import { type Blocks, block, type Leaving } from '../leaving.ts';
import { logicalId, terraformName } from '../names-in-templates.ts';

const SCOPE = 'REGIONAL';

export const webAcl: Leaving<WebAclShape> = {
  cloudFormation({ resource: { id, name, properties }, attributes }) {
    return [
      {
        logicalId: logicalId(id),
        type: 'AWS::WAFv2::WebACL',
        properties: {
          Name: attributes.name,
          Scope: SCOPE,
          DefaultAction: { Allow: {} },
          Rules: Object.entries(properties.rules).map(([rule, settings]) => cloudFormationRule(ruleOf(rule, settings))),
          VisibilityConfig: visibility(name),
          Tags: toTagList(properties.tags),
        },
        identifier: { Name: attributes.name, Id: attributes.id, Scope: SCOPE },
        values: { Arn: attributes.arn },
      },
    ];
  },

  terraform({ resource: { id, name, properties }, attributes }) {
    return [
      {
        type: 'aws_wafv2_web_acl',
        name: terraformName(id),
        body: {
          name: attributes.name,
          scope: SCOPE,
          default_action: block({ allow: block({}) }),
          rule: block(
            ...Object.entries(properties.rules).map(([rule, settings]) => terraformBody(ruleOf(rule, settings))),
          ),
          visibility_config: block(terraformBody(visibility(name))),
          tags: properties.tags,
        },
        importId: `${attributes.id}/${attributes.name}/${SCOPE}`,
        values: { arn: attributes.arn },
      },
    ];
  },
};

type Rule = ReturnType<typeof ruleOf>;

/** CloudFormation has other capitals than the API in one place. */
function cloudFormationRule(rule: Rule): unknown {
  return JSON.parse(JSON.stringify(rule), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('IPSetReferenceStatement' in value)) return value;
    const { IPSetReferenceStatement } = value as { IPSetReferenceStatement: { ARN?: string } };
    return { IPSetReferenceStatement: { Arn: IPSetReferenceStatement.ARN } };
  });
}

/** The provider has the API's members in lower case, and a block for each object. */
function terraformBody(members: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [NAMES[name] ?? snakeCase(name), terraformValue(value)]),
  );
}

function terraformValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.every(isText) ? value : blocksOf(value as object[]);
  return typeof value === 'object' && value !== null ? blocksOf([value]) : value;
}

const blocksOf = (values: readonly object[]): Blocks => block(...values.map(terraformBody));

const isText = (value: unknown): boolean => typeof value === 'string';

const NAMES: Readonly<Record<string, string>> = {
  CloudWatchMetricsEnabled: 'cloudwatch_metrics_enabled',
  IPSetReferenceStatement: 'ip_set_reference_statement',
  Statements: 'statement',
};

const snakeCase = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
