# Completes `dotnet partime` and `dotnet-partime` in fish. In ~/.config/fish/config.fish:
#   dotnet-partime completion fish | source

# A local tool is not on the PATH.
function __partime_ask
    if command -q dotnet-partime
        command dotnet-partime complete $argv 2>/dev/null
    else
        command dotnet partime complete $argv 2>/dev/null
    end
end

# The argument: how many words the command itself has.
function __partime_candidates
    set -l words (commandline -opc)
    set -e words[1..$argv[1]]
    # The word at the cursor comes as it was typed, maybe with a quote that is still open.
    set -l word (commandline -ct)
    set word (string unescape -- "$word"; or string unescape -- "$word\""; or string unescape -- "$word'")
    for line in (__partime_ask $words "$word")
        if string match -q -r '^\t(?<lead>.*)' -- $line
            # Files and folders, with what stands behind the tab in front of them.
            string replace -r '^' -- $lead (__fish_complete_path (string sub -s (math 1 + (string length -- "$lead")) -- $word))
        else
            echo $line
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

complete -c dotnet-partime -f -k -a '(__partime_candidates 1)'

# What completes `dotnet` shall have no say behind `dotnet partime`. fish loads it when it is first asked, so it is asked here,
# with a command in place of `dotnet` that does nothing, and what it has registered is registered again with one more condition.
if not functions -q dotnet
    function dotnet
    end
    complete -C 'dotnet ' >/dev/null
    functions -e dotnet
end
set -l registered (complete -c dotnet | string match -v '*__partime_*')
complete -e -c dotnet
string replace -r '^complete ' "complete -n 'not __partime_is_typed' " -- $registered | source
complete -c dotnet -n __partime_may_come -f -a partime -d 'Times the same work under different executors'
complete -c dotnet -n __partime_is_typed -f -k -a '(__partime_candidates 2)'
