/** A user in a response. */
import type { User } from '../../../state/user-pools.ts';
import { attributeList } from './attributes.ts';

export const userView = (user: User) => ({ ...common(user), Attributes: attributeList(user) });

/** The form of AdminGetUser, in which the attributes have another name. */
export const oneUserView = (user: User) => ({ ...common(user), UserAttributes: attributeList(user) });

const common = (user: User) => ({
  Username: user.username,
  UserCreateDate: new Date(user.createdAt),
  UserLastModifiedDate: new Date(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});
