"""How a command that fails says so: a refusal with words and a place, a bug of ours with a log file."""

from __future__ import annotations

import sys
from typing import Any

import click


class Commands(click.Group):
    """The group whose commands end a refusal with words and a place, and a bug of ours with a log file."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
            raise
        except KeyboardInterrupt:
            sys.exit(130)
        except BrokenPipeError:
            sys.exit(1)
        except Exception as error:
            sys.exit(_explain(error))


def _explain(error: Exception) -> int:
    """Tell the user what stopped the command; 1 = the input was refused, 3 = a fault of ours."""
    from fieldmark.model.problem import Refused
    from fieldmark.terminal import language, show_problems

    if isinstance(error, Refused):
        show_problems(error.problems)
        return 1
    if isinstance(error, OSError) and error.errno == 28:
        full = {
            "en": "The disk is full; nothing was half-written. Free some space and run the command again.",
            "zh": "磁盘已满；没有写入半份数据。请腾出空间后重新运行该命令。",
        }
        click.echo(full[language()], err=True)
        return 1
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="fieldmark-", suffix=".log", delete=False) as log:
        traceback.print_exception(error, file=log)
    words = {
        "en": f"Fieldmark itself failed ({type(error).__name__}); your data is as it was. Details for the "
        f"developers: {log.name}",
        "zh": f"Fieldmark 自身出错（{type(error).__name__}）；您的数据保持原样。供开发者查看的细节：{log.name}",
    }
    click.echo(words[language()], err=True)
    return 3
