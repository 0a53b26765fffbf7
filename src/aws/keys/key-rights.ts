/** The permissions to create, change and list the API keys of one stage. */
import type { Right } from '../../engine/rights.ts';
import { changingOwn, ifMadeOwn, ifOfApikit, inApiGateway } from '../arns/own-arns.ts';

export const KEY_RIGHTS: readonly Right[] = [
  { actions: ['apigateway:GET'], on: inApiGateway('/apikeys', '/usageplans') },
  { actions: ['apigateway:GET'], on: inApiGateway('/apikeys/*', '/usageplans/*'), when: ifOfApikit },
  { actions: ['apigateway:POST'], on: inApiGateway('/apikeys'), when: ifMadeOwn },
  changingOwn('/apikeys/*', '/usageplans/*'),
  { actions: ['apigateway:PUT', 'apigateway:DELETE'], on: inApiGateway('/tags/*') },
];
