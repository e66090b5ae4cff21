# Completes `dotnet partime` and `dotnet-partime` in fish, version 3.6 or later. In ~/.config/fish/config.fish:
#   dotnet-partime completion fish | source

# A local tool is not on the PATH.
function __partime_ask
    if command -q dotnet-partime
        command dotnet-partime complete $argv 2>/dev/null
    else
        command dotnet partime complete $argv 2>/dev/null
    end
end

# Finds the candidates. The argument is the number of words of the command itself.
function __partime_look_up
    set -l words (commandline -opc)
    set -e words[1..$argv[1]]
    # The word at the cursor comes as it was typed, perhaps with an open quote.
    set -l word (commandline -ct)
    set word (string unescape -- "$word"; or string unescape -- "$word\""; or string unescape -- "$word'")
    set -g __partime_candidates
    set -g __partime_wants_path no
    for line in (__partime_ask $words "$word")
        if not string match -q -r '^\t(?<lead>.*)' -- $line
            set -a __partime_candidates $line
        else if test -z "$lead"
            set __partime_wants_path yes
        else
            # Files and folders, each with the text after the tab as its prefix.
            set -a __partime_candidates $lead(__fish_complete_path (string sub -s (math 1 + (string length -- $lead)) -- $word))
        end
    end
end

function __partime_is_typed
    set -l words (commandline -opc)
    test "$words[2]" = partime
end

function __partime_may_come
    test (count (commandline -opc)) -eq 1
end

# fish evaluates a condition once for all lines that have it.
complete -c dotnet-partime -n '__partime_look_up 1' -f -k -a '$__partime_candidates'
complete -c dotnet-partime -n '__partime_look_up 1' -n 'test $__partime_wants_path = yes' -F

# An existing completion of `dotnet` must not apply after `dotnet partime`. fish loads it at its first use, so it is used here, with a
# `dotnet` that does nothing. Its entries are then registered again with one more condition.
if not functions -q dotnet
    function dotnet
    end
    complete -C 'dotnet ' >/dev/null
    functions -e dotnet
end
set -l registered (complete -c dotnet | string match -r -v '__partime_(look_up|may_come)')
complete -e -c dotnet
string replace -r '^complete ' "complete -n 'not __partime_is_typed' " -- $registered | source
complete -c dotnet -n __partime_may_come -f -a partime -d 'Times the same work under different executors'
complete -c dotnet -n __partime_is_typed -n '__partime_look_up 2' -f -k -a '$__partime_candidates'
complete -c dotnet -n __partime_is_typed -n '__partime_look_up 2' -n 'test $__partime_wants_path = yes' -F
