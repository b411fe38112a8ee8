# shellcheck shell=sh
# To be sourced (`. ./env.sh`) by bash, zsh or dash: makes plain `pulumi` the project's own, with the local
# stack's backend and passphrase, and lets the project's policies judge what it does. What you or your CI have
# set for backend, passphrase and policies stays as it is.

# A sourced file knows its own name in bash and zsh only; elsewhere it is looked for from here upwards.
if [ -n "${BASH_VERSION:-}" ]; then
  eval 'palier_root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)'
elif [ -n "${ZSH_VERSION:-}" ]; then
  eval 'palier_root=${${(%):-%x}:A:h}'
else
  palier_root=$PWD
  while [ "$palier_root" != / ] && [ ! -f "$palier_root/toolchain/setup/setup.sh" ]; do
    palier_root=$(dirname "$palier_root")
  done
fi

if [ ! -f "$palier_root/toolchain/setup/setup.sh" ]; then
  echo "env.sh: the project was not found from $PWD upwards: change into it first" >&2
else
  case ":$PATH:" in
    ":$palier_root/.palier/pulumi/bin:"*) ;;
    *) export PATH="$palier_root/.palier/pulumi/bin:$PATH" ;;
  esac
  export PULUMI_HOME="$palier_root/.palier/pulumi"
  export PULUMI_SKIP_UPDATE_CHECK=true
  export PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true
  export PULUMI_DISABLE_REGISTRY_RESOLVE=true
  # Without it a wrong passphrase would leave its salt in the stack's file, and an empty stack would adopt it.
  export PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER=true

  # Plain `pulumi preview` and `up` are judged by the policies without being asked. Packs of your own stay, and
  # the project's is added: the CLI adds up what is named here and by --policy-pack.
  palier_packs=",${PULUMI_OPTION_POLICY_PACK:-}"
  palier_packs=${palier_packs%",${PALIER_POLICY_PACK:-}"}
  palier_packs=${palier_packs#,}
  case ",$palier_packs," in
    ",,") export PULUMI_OPTION_POLICY_PACK="$palier_root/policies" ;;
    *",$palier_root/policies,"*) ;;
    *)
      export PULUMI_OPTION_POLICY_PACK="$palier_packs,$palier_root/policies"
      # Where packs have settings, the CLI wants one file for each; this pack knows its own.
      if [ -n "${PULUMI_OPTION_POLICY_PACK_CONFIG:-}" ]; then
        export PULUMI_OPTION_POLICY_PACK_CONFIG="${PULUMI_OPTION_POLICY_PACK_CONFIG%,/dev/null},/dev/null"
      fi
      ;;
  esac
  export PALIER_POLICY_PACK="$palier_root/policies"
  unset palier_packs

  # Values that another checkout's env.sh set in this shell are not yours, so they give way.
  if [ -z "${PULUMI_BACKEND_URL:-}" ] || [ "$PULUMI_BACKEND_URL" = "${PALIER_LOCAL_BACKEND:-}" ]; then
    # Without side files the state is replaced in one step; a CLI that was killed while it wrote one left a
    # state that cannot be loaded.
    export PALIER_LOCAL_BACKEND="file://$palier_root/.palier/state?metadata=skip"
    export PULUMI_BACKEND_URL="$PALIER_LOCAL_BACKEND"
    mkdir -p "$palier_root/.palier/state"
    if [ -z "${PULUMI_CONFIG_PASSPHRASE+set}" ] &&
      { [ -z "${PULUMI_CONFIG_PASSPHRASE_FILE:-}" ] || [ "$PULUMI_CONFIG_PASSPHRASE_FILE" = "${PALIER_LOCAL_PASSPHRASE:-}" ]; }; then
      export PALIER_LOCAL_PASSPHRASE="$palier_root/.palier/passphrase"
      export PULUMI_CONFIG_PASSPHRASE_FILE="$PALIER_LOCAL_PASSPHRASE"
    fi
  elif [ -n "${PALIER_LOCAL_PASSPHRASE:-}" ] && [ "${PULUMI_CONFIG_PASSPHRASE_FILE:-}" = "$PALIER_LOCAL_PASSPHRASE" ]; then
    # The local passphrase opens local stacks only; another backend would just call it wrong.
    unset PULUMI_CONFIG_PASSPHRASE_FILE PALIER_LOCAL_PASSPHRASE
  fi
fi
unset palier_root
