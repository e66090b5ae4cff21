# Completes `dotnet partime` and `dotnet-partime` in zsh. In ~/.zshrc, at the end:
#   eval "$(dotnet-partime completion zsh)"

# A local tool is not on the PATH.
_partime_ask() {
  if (( $+commands[dotnet-partime] )); then
    command dotnet-partime complete "$@"
  else
    command dotnet partime complete "$@"
  fi 2> /dev/null
}

# $1: the number of words of the command itself.
_partime_candidates() {
  local -a whole unfinished
  local line candidate lead ret=1
  for line in "${(@f)$(_partime_ask "${(@Q)words[$1 + 1, CURRENT - 1]}" "${(Q)PREFIX}")}"; do
    [[ $line == *$'\t'* ]] || continue
    candidate=${line%%$'\t'*}
    # For _describe, a colon ends the candidate.
    line=${candidate//:/\\:}:${line#*$'\t'}
    if [[ $candidate == *= ]]; then
      unfinished+=("$line")
    elif [[ -n $candidate ]]; then
      whole+=("$line")
    else # Files and folders, each with the text after the tab as its prefix.
      lead=${line#:}
      compset -P "${(b)lead}"
      _files && ret=0
    fi
  done
  (( $#whole )) && _describe -t values partime whole && ret=0
  (( $#unfinished )) && _describe -t values partime unfinished -S '' && ret=0
  return ret
}

_partime() {
  _partime_candidates 1
}

_partime_dotnet() {
  if (( CURRENT > 2 )) && [[ $words[2] == partime ]]; then
    _partime_candidates 2
    return
  fi
  local ret=1
  if (( CURRENT == 2 )); then
    local -a command=('partime:Times the same work under different executors')
    _describe -t commands command command && ret=0
  fi
  ${=_partime_wrapped} "$@" && ret=0
  return ret
}

(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
# Replaces the completion of `dotnet`, or else the default completion, and calls it for every command but partime.
[[ $_comps[dotnet] == _partime_dotnet ]] || typeset -g _partime_wrapped=${_comps[dotnet]:-_default}
compdef _partime dotnet-partime
compdef _partime_dotnet dotnet
