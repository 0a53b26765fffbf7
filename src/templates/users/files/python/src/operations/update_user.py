"""PATCH /users/{userId}"""

from crud.update import update_operation
from users.unique_email import USERS, put_user

update_user = update_operation(USERS, put_user)
