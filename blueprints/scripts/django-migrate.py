# Applies all pending migrations as `manage.py migrate --noinput` does, and looks whether any is left.


def main():
    set_up()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    call_command("migrate", "--noinput", skip_checks=False)
    executor = MigrationExecutor(connection)
    left = [
        migration_id((migration.app_label, migration.name))
        for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]
    if left:
        raise Refusal(f"still pending after migrating: {', '.join(left)}")


run(main)
