"""DELETE /users/{userId}"""

from crud.delete import delete_operation
from users.unique_email import USERS, remove_user

delete_user = delete_operation(USERS, remove_user)
