"""ministack 1.5.33, corrected where it differs from AWS in what Glasswatch stands on:

1. PutEvents takes a source of `aws.*`: the test plays CloudTrail, whose events AWS lets nobody else send.
2. A rule in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS matches; one that is only ENABLED gets no read-only
   management event (aws-facts, section 2). So a forgotten rule state fails a test.
3. IAM asks for what AWS asks for (service authorization reference): GetParametersByPath for its path, ListTargetsByRule for
   its rule, GetSchedule for the schedule in its group; and GetFunctionConcurrency is a call of its own.
"""

import json
from importlib.metadata import version

import ministack.core.iam_actions as iam_actions
import ministack.services.eventbridge as eventbridge

assert version("ministack") == "1.5.33", "corrected against 1.5.33: look at _put_events and _dispatch_event again"

ALL_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"

# The default of its parameter allow_aws_source.
eventbridge._put_events.__defaults__ = (True,)


def is_read_only_management_event(event):
    if event.get("DetailType") != "AWS API Call via CloudTrail":
        return False
    try:
        detail = json.loads(event.get("Detail") or "{}")
    except ValueError:
        return False
    return detail.get("managementEvent", True) is True and detail.get("readOnly") is True


def fires(rule, event):
    state = rule.get("State")
    if state == ALL_EVENTS:
        return True
    return state == "ENABLED" and not is_read_only_management_event(event)


def dispatch_event(event, view=None):
    bus = event.get("EventBusName", "default")
    passed = set(event.get("_DispatchPath") or [])
    view = view or eventbridge._pattern_event_view(event)
    for key, rule in eventbridge._rules.items():
        if rule.get("EventBusName", "default") != bus or key in passed or not rule.get("EventPattern"):
            continue
        if not fires(rule, event):
            continue
        if eventbridge._matches_pattern_view(rule["EventPattern"], view, f"rule {key}"):
            for target in eventbridge._targets.get(key, []):
                eventbridge._invoke_target(target, event, rule, view)


eventbridge._dispatch_event = dispatch_event

uncorrected_action = iam_actions.extract_iam_action
uncorrected_resource_arn = iam_actions.extract_resource_arn


def extract_iam_action(service, method, path, headers, body, query_params):
    if service == "lambda" and method == "GET" and path.endswith("/concurrency"):
        return "lambda:GetFunctionConcurrency"
    return uncorrected_action(service, method, path, headers, body, query_params)


def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
    here = f"arn:aws:{service}:{region}:{account_id}"
    action = iam_actions._action_from_target(headers)
    if service == "ssm" and action == "GetParametersByPath":
        return f"{here}:parameter{json.loads(body)['Path']}"
    if service == "events" and action == "ListTargetsByRule":
        asked = json.loads(body)
        bus = asked.get("EventBusName", "default")
        return f"{here}:rule/{asked['Rule']}" if bus == "default" else f"{here}:rule/{bus}/{asked['Rule']}"
    if service == "scheduler" and method == "GET" and path.startswith("/schedules/"):
        [group] = query_params.get("groupName", ["default"])
        return f"{here}:schedule/{group}/{path.removeprefix('/schedules/')}"
    return uncorrected_resource_arn(
        service, method, path, headers, body, query_params, region, account_id
    )


iam_actions.extract_iam_action = extract_iam_action
iam_actions.extract_resource_arn = extract_resource_arn

if __name__ == "__main__":
    from ministack.app import main

    main()
