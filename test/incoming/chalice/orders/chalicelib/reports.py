from chalice import Blueprint

reports = Blueprint(__name__)


@reports.route("/{day}", methods=["GET"])
def report(day):
    return {"day": day}
