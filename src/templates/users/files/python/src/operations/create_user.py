"""POST /users"""

from crud.create import create_operation
from users.unique_email import NEW_USERS, put_user

create_user = create_operation(NEW_USERS, put_user)
