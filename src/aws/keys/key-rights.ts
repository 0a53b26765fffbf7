/** The permissions to create, change and list the API keys of one stage. */
import type { Right } from '../../engine/rights.ts';
import { changeOwn, inApiGateway, requestTagsMatch, resourceHasAppTag } from '../arns/own-arns.ts';

export const KEY_RIGHTS: readonly Right[] = [
  { actions: ['apigateway:GET'], on: inApiGateway('/apikeys', '/usageplans') },
  { actions: ['apigateway:GET'], on: inApiGateway('/apikeys/*', '/usageplans/*'), when: resourceHasAppTag },
  { actions: ['apigateway:POST'], on: inApiGateway('/apikeys'), when: requestTagsMatch },
  changeOwn('/apikeys/*', '/usageplans/*'),
  { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
];
