/** An HTTP API as responses have it. */
import type { Api } from '../../../models/apigatewayv2.ts';
import type { HttpApi } from '../../../state/http-apis/model.ts';

export const apiView = ({ createdAt, ...api }: HttpApi): Api => ({ ...api, CreatedDate: new Date(createdAt) });
