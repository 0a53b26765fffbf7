/** CreateVpcLink, GetVpcLink, GetVpcLinks, UpdateVpcLink and DeleteVpcLink of REST APIs (docs/aws/endpoints.md). */
import { type OperationContext, operation } from '../../../cloud/operation.ts';
import type { VpcLink } from '../../../state/apis/model.ts';
import { badRequest, notFound } from '../errors.ts';
import { newShortId } from '../identifiers.ts';
import { compact, type Members, nonEmpty, requiredText, text, textMap, texts } from '../members.ts';
import { page } from '../paging.ts';
import { applyPatch } from '../patch/patch.ts';
import { namingFault } from '../patch/refusals.ts';
import { textField } from '../patch/rules.ts';
import { deployments, stages, vpcLinks } from '../state.ts';
import { checkedTags } from '../tags/checked-tags.ts';

const BALANCER = /^arn:aws[a-z-]*:elasticloadbalancing:[^:]+:\d{12}:loadbalancer\/net\/.+$/;

export const createVpcLink = operation({
  name: 'CreateVpcLink',
  http: 'POST /vpclinks',
  status: 202,
  run(input: Members, context) {
    const targetArns = texts(input, 'targetArns') ?? [];
    if (targetArns.length !== 1 || !BALANCER.test(targetArns[0]!)) {
      throw badRequest('A VPC link needs the ARN of one network load balancer in targetArns.');
    }
    const tags = textMap(input, 'tags');
    const link: VpcLink = compact({
      id: newShortId(context),
      name: requiredText(input, 'name'),
      description: nonEmpty(text(input, 'description')),
      targetArns,
      tags: tags && checkedTags({}, tags),
    });
    vpcLinks(context).put(link.id, link);
    context.cloud.transitions.begin(context, 'vpcLink', link.id);
    return shown(link, context);
  },
});

export const getVpcLink = operation({
  name: 'GetVpcLink',
  http: 'GET /vpclinks/{vpcLinkId}',
  run: (input: Members, context) => shown(requireVpcLink(input, context), context),
});

export const getVpcLinks = operation({
  name: 'GetVpcLinks',
  http: 'GET /vpclinks',
  run(input: Members, context) {
    const { item, ...position } = page(vpcLinks(context).values(), ({ id }) => id, input);
    return { item: item.map((link) => shown(link, context)), ...position };
  },
});

const PATCHES = namingFault<VpcLink>([textField('name'), textField('description')]);

export const updateVpcLink = operation({
  name: 'UpdateVpcLink',
  http: 'PATCH /vpclinks/{vpcLinkId}',
  run(input: Members, context) {
    const updated = applyPatch(PATCHES, requireVpcLink(input, context), input);
    vpcLinks(context).put(updated.id, updated);
    return shown(updated, context);
  },
});

export const deleteVpcLink = operation({
  name: 'DeleteVpcLink',
  http: 'DELETE /vpclinks/{vpcLinkId}',
  status: 202,
  run(input: Members, context) {
    const { id } = requireVpcLink(input, context);
    const users = usersOf(id, context);
    if (users.length > 0) {
      throw badRequest(
        `Cannot delete vpc link. Vpc link '${id}', is referenced in [${users.join(', ')}] in format of [Method:Resource:Stage].`,
      );
    }
    vpcLinks(context).delete(id);
  },
});

function requireVpcLink(input: Members, context: OperationContext): VpcLink {
  const found = vpcLinks(context).get(requiredText(input, 'vpcLinkId'));
  if (!found) throw notFound('Invalid Vpc Link identifier specified');
  return found;
}

/** The deployed methods that name the link, also by a variable of their stage. */
function usersOf(link: string, context: OperationContext): string[] {
  return stages(context)
    .keys()
    .flatMap((key) => {
      const [api, name] = key.split('/');
      const { deploymentId, variables = {} } = stages(context).get(key)!;
      const resources = deployments(context).get(`${api}/${deploymentId}`)?.snapshot.definition.resources ?? {};
      return Object.values(resources).flatMap(({ id, resourceMethods = {} }) =>
        Object.entries(resourceMethods).flatMap(([method, { methodIntegration }]) => {
          const named = methodIntegration?.connectionId?.replace(
            /^\$\{stageVariables\.(\w+)\}$/,
            (_, variable: string) => variables[variable] ?? '',
          );
          return named === link ? [`${method}:${id}:${name}`] : [];
        }),
      );
    });
}

const shown = (link: VpcLink, context: OperationContext) => ({
  ...link,
  status: context.cloud.transitions.pending(context, 'vpcLink', link.id) ? 'PENDING' : 'AVAILABLE',
});
