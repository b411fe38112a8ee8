# Prints what this image would do to its database: a MigrationPlan (spec/migrations.ts) as the last line.

import hashlib
import json

LONGEST_STATEMENT = 2000


def field_of(state, app_label, model_name, name):
    """Return a field as it is before the operation; models kept theirs as pairs before Django 3.1."""
    return dict(state.models[app_label, model_name.lower()].fields)[name]


def column_of(name, field):
    """Return the column that holds a field."""
    from django.db.models import ForeignKey

    return field.db_column or (f"{name}_id" if isinstance(field, ForeignKey) else name)


def needs_value(field):
    """Tell whether a row without this column is refused: a default of Django's is no default of the database."""
    from django.db.models.fields import NOT_PROVIDED

    return not (
        field.many_to_many
        or field.null
        or getattr(field, "generated", False)
        or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
    )


def cuts_values(old, new):
    """Tell whether the database would round or cut values to make them fit, without a word."""
    before, after = old.get_internal_type(), new.get_internal_type()
    if before == after == "DecimalField":
        return new.decimal_places < old.decimal_places
    return (before in ("FloatField", "DecimalField") and "Integer" in after) or (
        before == "DateTimeField" and after in ("DateField", "TimeField")
    )


def alteration_risks(operation, app_label, state):
    """Return the risks of an AlterField."""
    old = field_of(state, app_label, operation.model_name, operation.name)
    new = operation.field
    if old.many_to_many or new.many_to_many:
        return {"renames"} if getattr(old, "db_table", None) != getattr(new, "db_table", None) else set()
    risks = set()
    if old.null and not new.null:
        risks.add("requires-value")
    if column_of(operation.name, old) != column_of(operation.name, new):
        risks.add("renames")
    if cuts_values(old, new):
        risks.add("drops-data")
    return risks


def schema_risks(operation, app_label, state):
    """Return the risks of one of Django's own operations on a table that exists already."""
    from django.db import migrations

    if isinstance(operation, (migrations.RemoveField, migrations.DeleteModel)):
        return {"drops-data"}
    if isinstance(operation, migrations.RenameModel):
        return {"renames"}
    if isinstance(operation, migrations.RenameField):
        field = field_of(state, app_label, operation.model_name, operation.old_name)
        return {"renames"} if field.many_to_many or not field.db_column else set()
    if isinstance(operation, migrations.AlterModelTable):
        default = f"{app_label}_{operation.name_lower}"
        old = state.models[app_label, operation.name_lower].options.get("db_table") or default
        return {"renames"} if old != (operation.table or default) else set()
    if isinstance(operation, migrations.AddField):
        return {"requires-value"} if needs_value(operation.field) else set()
    if isinstance(operation, migrations.AlterField):
        return alteration_risks(operation, app_label, state)
    if isinstance(operation, migrations.AlterOrderWithRespectTo):
        return {"requires-value"} if operation.order_with_respect_to else {"drops-data"}
    return set()


def is_opaque(operation):
    """Tell whether only a person can say what the operation does."""
    from django.db import migrations

    if isinstance(operation, migrations.RunPython):
        return operation.code is not migrations.RunPython.noop
    if isinstance(operation, migrations.RunSQL):
        return operation.sql != migrations.RunSQL.noop
    return not type(operation).__module__.startswith("django.")


class Assessment:
    """Judges operations one after the other, and remembers the tables that come into being on the way."""

    ORDER = ["irreversible", "drops-data", "renames", "requires-value", "opaque"]

    def __init__(self):
        self.fresh = set()

    def risks(self, operation, app_label, state):
        """Return the risks of an operation, `state` being the models before it."""
        from django.db.migrations.operations.special import SeparateDatabaseAndState

        found = set()
        if isinstance(operation, SeparateDatabaseAndState):
            inner = state.clone()
            for part in operation.database_operations:
                found.update(self.risks(part, app_label, inner))
                part.state_forwards(app_label, inner)
        else:
            found = self.own_risks(operation, app_label, state)
        return [risk for risk in self.ORDER if risk in found]

    def own_risks(self, operation, app_label, state):
        from django.db import migrations

        found = set() if operation.reversible else {"irreversible"}
        if is_opaque(operation):
            return found | {"opaque"}
        name = getattr(operation, "model_name", None) or getattr(operation, "old_name", None)
        key = app_label, (name or getattr(operation, "name", "")).lower()
        if isinstance(operation, migrations.CreateModel):
            self.fresh.add(key)
        elif key in self.fresh:
            # The code in service does not know the table, and nothing is in it yet.
            if isinstance(operation, migrations.RenameModel):
                self.fresh.add((app_label, operation.new_name.lower()))
        elif key in state.models:
            options = state.models[key].options
            if options.get("managed", True) and not options.get("proxy"):
                found |= schema_risks(operation, app_label, state)
        return found


def described(operation):
    """Return the operation in Django's words, with the name of what Django does not look into."""
    from django.db import migrations

    text = str(operation.describe())
    if isinstance(operation, migrations.RunPython):
        text += f" ({getattr(operation.code, '__name__', 'a callable')})"
    inner = [described(part) for part in getattr(operation, "database_operations", [])]
    if inner:
        text += f" ({'; '.join(inner)})"
    return " ".join(text.split())


def shortened(statement):
    """Return a statement of bounded length that still tells two different ones apart."""
    statement = str(statement)
    if len(statement) <= LONGEST_STATEMENT:
        return statement
    digest = hashlib.sha256(statement.encode()).hexdigest()
    return f"{statement[:LONGEST_STATEMENT]} … ({len(statement)} characters, sha256 {digest})"


def collected_sql(connection, migration, state):
    """Return the statements of a migration without running any; none when they cannot be told."""
    state = state.clone()
    try:
        with connection.schema_editor(collect_sql=True, atomic=False) as editor:
            for operation in migration.operations:
                before = state.clone()
                operation.state_forwards(migration.app_label, state)
                # Django would run a program inside of a combination, even while it only collects.
                if all(
                    part.reduces_to_sql and type(part).__module__.startswith("django.")
                    for part in database_operations([operation])
                ):
                    operation.database_forwards(migration.app_label, editor, before, state)
        return [shortened(statement) for statement in editor.collected_sql]
    except Exception:
        # A constraint of a table that comes into being on the way has no name yet.
        return []


def planned(connection, migration, state, assessment):
    """Return one pending migration, with its operations judged from the state before it."""
    operations = []
    before = state.clone()
    for operation in migration.operations:
        risks = assessment.risks(operation, migration.app_label, before)
        operations.append({"description": described(operation), "risks": risks})
        operation.state_forwards(migration.app_label, before)
    return {
        "id": migration_id((migration.app_label, migration.name)),
        "atomic": bool(migration.atomic and connection.features.can_rollback_ddl),
        "reversible": is_reversible(migration),
        "operations": operations,
        "sql": collected_sql(connection, migration, state),
    }


def unknown(loader, applied, foreign):
    """Return what was applied and is not in the image, nor named by a squashed migration.

    An app that the image does not have counts as long as a table of its own is left (`foreign` are
    the tables that no model has), so that an app can be taken out once it has deleted its models.
    """
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update((app or migration.app_label, name) for app, name in migration.replaces)
    present = {app for app, _ in known}
    return sorted(
        migration_id((app, name))
        for app, name in set(applied) - known
        if app in present or any(table.startswith(f"{app}_") for table in foreign)
    )


def main():
    set_up(read_only=True)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    loader.check_consistent_history(connection)
    for app_label, names in loader.detect_conflicts().items():
        raise Refusal(f"app {app_label} has two last migrations ({', '.join(sorted(names))}): merge them")
    leaves = loader.graph.leaf_nodes()
    pending = {migration for migration, _ in executor.migration_plan(leaves)}
    applied = executor.recorder.applied_migrations()
    state = executor._create_project_state(with_applied_migrations=True)
    assessment = Assessment()
    plan = []
    for migration, _ in executor.migration_plan(leaves, clean_start=True):
        if migration in pending:
            plan.append(planned(connection, migration, state, assessment))
            state = migration.mutate_state(state)
    tables = set(connection.introspection.table_names()) - {"django_migrations"}
    foreign = tables - set(connection.introspection.django_table_names())
    answer = {
        # Tables without a history may hold anything.
        "empty": not applied and not tables,
        "pending": plan,
        "unknown": unknown(loader, applied, foreign),
    }
    print(f"\n{json.dumps(answer)}", flush=True)


run(main)
