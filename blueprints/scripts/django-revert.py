# Takes back the migrations that are its arguments, and no other one, the last first. Nothing is
# touched when one of them cannot be taken back. One that is not applied counts as taken back, so
# that an interrupted run can be repeated.


def wanted_keys(loader, ids):
    """Return the keys of the migrations that are to be taken back."""
    keys = [tuple(name.split(".", 1)) for name in ids]
    missing = [migration_id(key) for key in keys if key not in loader.graph.nodes]
    if missing:
        raise Refusal(f"this image does not have {', '.join(missing)}: take back with the image that applied it")
    return {key for key in keys if key in loader.applied_migrations}


def check(loader, keys):
    """Refuse what would leave the database in a state that no code knows."""
    for key in sorted(keys):
        if not is_reversible(loader.graph.nodes[key]):
            raise Refusal(f"{migration_id(key)} cannot be taken back with its data: put back a restore point")
        later = set(loader.graph.backwards_plan(key)) & set(loader.applied_migrations)
        dependents = sorted(migration_id(other) for other in later - keys)
        if dependents:
            raise Refusal(f"{migration_id(key)} cannot be taken back alone: {', '.join(dependents)} depends on it")


def main():
    set_up()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def progress(action, migration=None, fake=False):
        if action == "unapply_start":
            print(f"taking back {migration_id((migration.app_label, migration.name))}", flush=True)

    executor = MigrationExecutor(connection, progress)
    keys = wanted_keys(executor.loader, sys.argv[1:])
    check(executor.loader, keys)
    if not keys:
        return
    whole = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    plan = [(migration, True) for migration, _ in whole if (migration.app_label, migration.name) in keys]
    executor.migrate(None, plan=list(reversed(plan)))


run(main)
