"""PUT /users/{userId}"""

from crud.replace import replace_operation
from users.unique_email import USERS, put_user

replace_user = replace_operation(USERS, put_user)
