/**
 * What shells run to complete etcdctl's command lines. All of them ask `etcdctl __complete` with
 * the words so far: it answers one candidate a line, a tab before its description, and a last
 * line of a colon and a number, where 4 means "no file names".
 */

const bash = `# bash completion for etcdctl                              -*- shell-script -*-

__etcdctl_debug()
{
    if [[ -n \${BASH_COMP_DEBUG_FILE:-} ]]; then
        echo "$*" >> "$BASH_COMP_DEBUG_FILE"
    fi
}

__etcdctl_complete()
{
    local current words answer directive candidate
    current=\${COMP_WORDS[COMP_CWORD]}
    words=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
    answer=$("\${COMP_WORDS[0]}" __complete "\${words[@]}" "$current" 2>/dev/null) || return
    directive=\${answer##*$'\\n':}
    answer=\${answer%$'\\n':*}
    __etcdctl_debug "current=$current directive=$directive"
    COMPREPLY=()
    while IFS=$'\\t' read -r candidate _; do
        [[ -n $candidate && $candidate == "$current"* ]] && COMPREPLY+=("$candidate")
    done <<< "$answer"
    if [[ \${#COMPREPLY[@]} -eq 0 && $directive != 4 ]]; then
        compopt -o default
    fi
}

complete -F __etcdctl_complete etcdctl
`;

const zsh = `#compdef etcdctl
# zsh completion for etcdctl                              -*- shell-script -*-

_etcdctl()
{
    local -a lines candidates
    local line
    lines=("\${(@f)$(\${words[1]} __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
    for line in $lines; do
        [[ $line == :* || -z $line ]] && continue
        candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    done
    if (( \${#candidates} > 0 )); then
        _describe 'etcdctl' candidates
    else
        _files
    fi
}

if [ "\${funcstack[1]}" = "_etcdctl" ]; then
    _etcdctl "$@"
else
    compdef _etcdctl etcdctl
fi
`;

const fish = `# fish completion for etcdctl                              -*- shell-script -*-

function __etcdctl_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    $words[1] __complete $words[2..-1] "$current" 2>/dev/null | string match -rv '^:'
end

complete -c etcdctl -f -a '(__etcdctl_complete)'
`;

const powershell = `# powershell completion for etcdctl                              -*- shell-script -*-

Register-ArgumentCompleter -Native -CommandName 'etcdctl' -ScriptBlock {
    param($WordToComplete, $CommandAst, $CursorPosition)
    $Words = @($CommandAst.CommandElements | ForEach-Object { $_.ToString() })
    $Before = @()
    if ($Words.Count -gt 1) { $Before = @($Words[1..($Words.Count - 1)]) }
    if ($WordToComplete -ne '' -and $Before.Count -gt 0) {
        $Before = @($Before | Select-Object -SkipLast 1)
    }
    & $Words[0] __complete @Before "$WordToComplete" 2>$null | ForEach-Object {
        if ($_ -notmatch '^:') {
            $Name, $Description = $_ -split "\`t", 2
            if ($Name -like "$WordToComplete*") {
                if (-not $Description) { $Description = $Name }
                [System.Management.Automation.CompletionResult]::new($Name, $Name, 'ParameterValue', $Description)
            }
        }
    }
}
`;

/** By the name of the shell. */
export const completionScripts: ReadonlyMap<string, string> = new Map([
  ["bash", bash],
  ["zsh", zsh],
  ["fish", fish],
  ["powershell", powershell],
]);
