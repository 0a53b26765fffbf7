/** Things that API Gateway lists with their tags, each with its ARN and its owner. Pure. */
import type { ArnScope } from '../../naming/arn-scope.ts';
import { apiGatewayArn } from '../../naming/arns.ts';
import type { Tags } from '../../naming/tags.ts';
import { ownerOf } from '../ownership/owner.ts';
import type { Listed } from './search.ts';

interface Item {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly tags?: Tags | undefined;
}

/** `path` is the path of the listing: `/apikeys`. */
export function listedInApiGateway(target: ArnScope, path: string, items: readonly Item[]): Listed[] {
  return items.map(({ id, name = '', tags }) => ({
    name,
    arn: apiGatewayArn(target, `${path}/${id}`),
    owner: ownerOf(tags),
  }));
}
