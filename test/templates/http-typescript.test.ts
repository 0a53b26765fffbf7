import { ITEMS, USERS } from './http-resources.ts';
import { describeHttp } from './http-suite.ts';

describeHttp({ ...ITEMS, language: 'typescript' });
describeHttp({ ...USERS, language: 'typescript' });
