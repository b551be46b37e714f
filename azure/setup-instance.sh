#!/usr/bin/env bash
# Set up the course on an Azure Machine Learning compute instance.
#
#   as a creation script (runs as root):   setup-instance.sh REPOSITORY_URL
#   by hand, in a terminal there:          bash azure/setup-instance.sh [REPOSITORY_URL]
#
# Everything goes to the instance's own disk (~/course and /anaconda), never to the slow network mount (cloudfiles).
# A second call repairs what is missing and changes nothing else; files of yours in ~/course are left alone.
# Settings: COURSE_HOME (folder), COURSE_TORCH_INDEX (wheel index for torch; "" for the default one).
set -euo pipefail

user=${COURSE_USER:-azureuser}
conda_script=${COURSE_CONDA:-/anaconda/etc/profile.d/conda.sh}
name=course
needed_gb=10 # torch with CUDA takes 6; a full disk also stops the instance from shutting down when idle

say() { printf '%s  %s\n' "$(date '+%H:%M:%S')" "$*"; }
stop() {
  say "STOPPED: $1"
  shift
  for line in "$@"; do say "  -> $line"; done
  exit 1
}

# The wheels of torch must match the driver: one for CUDA 12 cannot run what is built for CUDA 13.
torch_index() {
  if [ -n "${COURSE_TORCH_INDEX+set}" ]; then
    printf '%s' "$COURSE_TORCH_INDEX"
    return
  fi
  local said version
  said=$(nvidia-smi 2>/dev/null || true)
  version=$(sed -n 's/.*CUDA Version: *\([0-9]*\).*/\1/p' <<<"$said" | head -n 1)
  if [ -z "$version" ]; then
    printf 'https://download.pytorch.org/whl/cpu'
  elif [ "$version" -lt 13 ]; then
    printf 'https://download.pytorch.org/whl/cu126'
  fi # from CUDA 13 on, the default wheels are the right ones
}

get_course() {
  local folder=$1 repository=$2
  if [ -f "$folder/environment.yml" ]; then
    say "The course is in $folder already."
    return
  fi
  [ -n "$repository" ] || stop "there is no course in $folder." "Name its repository: setup-instance.sh URL"
  [ ! -e "$folder" ] || stop "$folder exists and is not the course." "Move it away, or set COURSE_HOME."
  say "Fetching the course into $folder."
  rm -rf "$folder.part"
  git clone --quiet "$repository" "$folder.part" || stop "the course could not be fetched from $repository." \
    "Is the address right, and may this instance reach it?"
  mv "$folder.part" "$folder" # a copy that was cut short is never taken for the course
}

make_environment() {
  local folder=$1 index digest stamp action=create
  index=$(torch_index)
  digest=$(cat "$folder/environment.yml" "$folder/constraints.txt" "$folder/pyproject.toml" <(echo "$index") | sha256sum)
  stamp="$folder/.course-environment"
  if conda env list | grep -E "^${name} " >/dev/null; then
    if [ "$(cat "$stamp" 2>/dev/null || true)" = "$digest" ]; then
      say "The environment ${name} is up to date."
      return
    fi
    action=update # half-made, or made for other versions
  fi
  rm -f "$stamp"
  say "Environment ${name}: $action, some minutes. Wheels of torch: ${index:-the default index}."
  (cd "$folder" && PIP_EXTRA_INDEX_URL="$index" conda env "$action" --name "$name" --file environment.yml) ||
    stop "conda could not $action the environment." "The reason stands above. Run this script again: it goes on."
  printf '%s' "$digest" >"$stamp"
}

register_kernel() {
  conda run --name "$name" python -m ipykernel install --user --name "$name" --display-name "$name" ||
    stop "the kernel could not be registered." "Run this script again."
  say "Kernel ${name} is registered: choose it at the top right of a notebook."
}

check_gpu() {
  nvidia-smi >/dev/null 2>&1 || return 0
  if conda run --name "$name" python -c 'import torch; raise SystemExit(not torch.cuda.is_available())'; then
    say "torch sees the GPU."
  else
    say "WARNING: this instance has a GPU, which is paid for, and torch cannot use it."
    say "  -> Compare the CUDA version that nvidia-smi shows with https://pytorch.org/get-started, then run:"
    say "  -> COURSE_TORCH_INDEX=https://download.pytorch.org/whl/cuXYZ bash $1/azure/setup-instance.sh"
  fi
}

set_up() {
  local folder=${COURSE_HOME:-$HOME/course} free
  case "$(readlink -m "$folder")/" in
    */cloudfiles/* | /mnt/batch/tasks/shared/*)
      stop "$folder lies on the network mount, which is slow and shared." "Set COURSE_HOME to a folder in $HOME." ;;
  esac
  say "Setting up the course in $folder as $(id -un)."
  free=$(df -Pk "$HOME" | awk 'NR == 2 {print int($4 / 1048576)}')
  [ "$free" -ge "$needed_gb" ] || stop "$free GB are free, and $needed_gb are needed." "Free some space: conda clean --all"
  [ -r "$conda_script" ] || stop "there is no $conda_script." "Is this a compute instance? Elsewhere: make lab"
  get_course "$folder" "$1"
  set +u # conda's script uses variables that are not set
  # shellcheck source=/dev/null
  source "$conda_script"
  set -u
  make_environment "$folder"
  register_kernel
  check_gpu "$folder"
  conda run --name "$name" --cwd "$folder" python -m course home >/dev/null || say "The page home could not be written."
  conda run --name "$name" --cwd "$folder" python -m course doctor || say "The doctor found something to do: see above."
  say "Done. Lessons: $folder/lessons. Stop the instance when you pause: it is paid for while it is on."
}

main() {
  local repository=${1:-} script
  if [ "$(id -u)" = 0 ]; then
    # what root installs, a learner cannot change; the script goes in by standard input, for it may not be readable
    script=${BASH_SOURCE[0]:-}
    [ -r "$script" ] || stop "the script cannot read itself." "Start it as: bash setup-instance.sh URL"
    settings=("COURSE_USER=$user" "COURSE_CONDA=$conda_script")
    [ -z "${COURSE_HOME:-}" ] || settings+=("COURSE_HOME=$COURSE_HOME")
    [ -z "${COURSE_TORCH_INDEX+set}" ] || settings+=("COURSE_TORCH_INDEX=$COURSE_TORCH_INDEX")
    # shellcheck disable=SC2024 # root reads the file, as it should
    sudo -u "$user" -i env "${settings[@]}" bash -s -- "$repository" <"$script"
    return
  fi
  set_up "$repository" </dev/null 2>&1 | tee -a "$HOME/course-setup.log" # the log keeps every call
}

main "$@"
exit # nothing after this line is read, even if the file changes while it runs
