# Completes `dotnet partime` and `dotnet-partime` in bash. In ~/.bashrc:
#   eval "$(dotnet-partime completion bash)"

# The words up to the cursor as the command receives them. COMP_WORDS still contains the quotes, and is also split at '=' and ':'.
_partime_words() {
  local text=${COMP_LINE:0:COMP_POINT} quote='' character
  words=('')
  while [[ -n $text ]]; do
    character=${text:0:1} text=${text:1}
    case $quote$character in
      \\ | \"\\) words[${#words[@]} - 1]+=${text:0:1} text=${text:1} ;;
      \" | \') quote=$character ;;
      \"\" | \'\') quote='' ;;
      [[:space:]]) [[ -z ${words[${#words[@]} - 1]} ]] || words+=('') ;;
      *) words[${#words[@]} - 1]+=$character ;;
    esac
  done
}

# A local tool is not on the PATH.
_partime_ask() {
  if type -P dotnet-partime > /dev/null; then
    command dotnet-partime complete "$@"
  else
    command dotnet partime complete "$@"
  fi 2> /dev/null
}

# $1: the number of words of the command itself. $2: the text that bash will replace; after an '=' it is less than a word.
_partime_candidates() {
  local words word head line candidate lead path
  _partime_words
  word=${words[${#words[@]} - 1]}
  head=${word%"${2//\\/}"}
  COMPREPLY=()
  # Offer files only where they are candidates, whatever else completes `dotnet`.
  compopt +o default +o bashdefault 2> /dev/null
  while IFS= read -r line; do
    candidate=${line%%$'\t'*}
    if [[ -n $candidate ]]; then
      COMPREPLY+=("${candidate:${#head}}")
    else # Files and folders, each with the text after the tab as its prefix.
      lead=${line#*$'\t'}
      compopt -o filenames 2> /dev/null
      while IFS= read -r path; do
        path=$lead$path
        COMPREPLY+=("${path:${#head}}")
      done < <(compgen -f -- "${word:${#lead}}")
    fi
  done < <(_partime_ask "${words[@]:$1}")
  # The value follows the '=' without a space.
  if [[ ${COMPREPLY[0]-} == *= ]]; then compopt -o nospace 2> /dev/null; fi
}

_partime() {
  _partime_candidates 1 "$2"
}

_partime_dotnet() {
  if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} == partime ]]; then
    _partime_candidates 2 "$2"
    return
  fi
  local status=0
  COMPREPLY=()
  if [[ -n $_partime_wrapped ]]; then
    "$_partime_wrapped" "$@"
    status=$?
  fi
  if ((COMP_CWORD == 1)) && [[ partime == "$2"* ]]; then COMPREPLY+=(partime); fi
  return "$status"
}

# Replaces an existing completion of `dotnet`, and calls it for every command but partime.
_partime_wrap() {
  local spec
  if ! complete -p dotnet; then _comp_load dotnet || _completion_loader dotnet; fi &> /dev/null
  spec=$(complete -p dotnet 2> /dev/null)
  if [[ -z $spec ]]; then
    _partime_wrapped=''
    complete -o bashdefault -o default -F _partime_dotnet dotnet
  elif [[ $spec =~ \ -F\ ([^ ]+)\  && ${BASH_REMATCH[1]} != _partime_dotnet ]]; then
    _partime_wrapped=${BASH_REMATCH[1]}
    eval "${spec/" -F $_partime_wrapped "/" -F _partime_dotnet "}"
  fi
}

complete -F _partime dotnet-partime
_partime_wrap
