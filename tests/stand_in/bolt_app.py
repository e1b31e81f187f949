"""A small real Bolt app: what its listeners hear is kept, what they answer is Slack's business."""

import json
from collections.abc import Callable

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route


def modal(*blocks, **more):
    """A modal of those blocks with a submit button."""
    submit = {"type": "plain_text", "text": "Send"}
    title = {"type": "plain_text", "text": "Invite"}
    return {
        "type": "modal",
        "callback_id": "invite",
        "title": title,
        "submit": submit,
        "blocks": [*blocks],
        **more,
    }


def text_input(block_id, label, **element):
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": label},
        "element": {"type": "plain_text_input", "action_id": "value", **element},
    }


def buttons(*labels, block_id="choices", **more):
    """One row of buttons whose values are their labels."""
    elements = [
        {
            "type": "button",
            "action_id": f"press:{label}",
            "value": label,
            "text": {"type": "plain_text", "text": label},
            **more,
        }
        for label in labels
    ]
    return {"type": "actions", "block_id": block_id, "elements": elements}


def option(text):
    return {"text": {"type": "plain_text", "text": text}, "value": text.lower()}


def bolt_app(workspace) -> App:
    client = WebClient(
        token=workspace.app.bot_token,
        base_url=f"{workspace.address}/api/",
        retry_handlers=[],
    )
    return App(
        client=client,
        signing_secret=workspace.app.signing_secret,
        process_before_response=True,
        raise_error_for_unhandled_request=False,
    )


def over_http(app: App) -> Starlette:
    """The app behind an endpoint in the thread pool."""

    async def events(request):
        body = (await request.body()).decode()
        headers = {name: [value] for name, value in request.headers.items()}
        answer = await run_in_threadpool(app.dispatch, BoltRequest(body=body, headers=headers))
        return Response(
            answer.body, answer.status, {name: values[0] for name, values in answer.headers.items()}
        )

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


def keeping(heard: list) -> Callable:
    """A listener that acknowledges and keeps the body as JSON can hold it."""

    def listener(ack, body):
        heard.append(json.loads(json.dumps(body)))
        ack()

    return listener
