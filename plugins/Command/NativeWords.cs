using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Partime.Plugins.Command;

/// <summary>Texts as C reads them, for as long as this object lives.</summary>
internal sealed unsafe class NativeTexts
{
    private readonly byte[] bytes;
    private readonly nint[] pointers;

    public NativeTexts(IReadOnlyList<byte[]> texts)
    {
        bytes = GC.AllocateArray<byte>(texts.Sum(text => text.Length + 1), pinned: true);
        pointers = GC.AllocateArray<nint>(texts.Count + 1, pinned: true);
        Count = texts.Count;
        var offset = 0;
        for (var i = 0; i < texts.Count; i++)
        {
            texts[i].CopyTo(bytes, offset);
            pointers[i] = Marshal.UnsafeAddrOfPinnedArrayElement(bytes, offset);
            offset += texts[i].Length + 1;
        }
    }

    public int Count { get; }

    public byte** Pointers => (byte**)Marshal.UnsafeAddrOfPinnedArrayElement(pointers, 0);
}

/// <summary>One of them, for a call.</summary>
internal readonly unsafe ref struct NativeText
{
    public NativeText(ReadOnlySpan<byte> text)
    {
        Bytes = (byte*)NativeMemory.Alloc((nuint)text.Length + 1);
        text.CopyTo(new Span<byte>(Bytes, text.Length));
        Bytes[text.Length] = 0;
    }

    public byte* Bytes { get; }

    public void Dispose() => NativeMemory.Free(Bytes);
}

/// <summary>The words of a command, and the file of its program.</summary>
internal sealed unsafe class NativeWords(CommandWords words)
{
    private readonly NativeTexts texts = new([.. Enumerable.Range(0, words.Count).Select(index => words.HasInput(index) ? [] : words.Word(index, []))]);
    private readonly ConcurrentDictionary<string, NativeTexts> programs = [];
    private NativeTexts? program;

    /// <summary>The arguments for an input, in memory that the caller frees.</summary>
    public byte** Fill(byte[] input)
    {
        var count = words.Count;
        var length = (count + 1) * sizeof(byte*);
        var own = new byte[]?[count];
        for (var index = 0; index < count; index++)
            if (words.HasInput(index))
                length += (own[index] = words.Word(index, input)).Length + 1;
        var arguments = (byte**)NativeMemory.Alloc((nuint)length);
        var next = (byte*)(arguments + count + 1);
        for (var index = 0; index < count; index++)
        {
            arguments[index] = own[index] is null ? texts.Pointers[index] : next;
            if (own[index] is not { } word)
                continue;
            if (word.Contains((byte)0))
            {
                NativeMemory.Free(arguments);
                throw new WorkFailedException("The input has a zero byte, which no argument can have: send it by --set input=stdin.");
            }
            word.CopyTo(new Span<byte>(next, word.Length));
            next[word.Length] = 0;
            next += word.Length + 1;
        }
        arguments[count] = null;
        return arguments;
    }

    /// <summary>The file that the first argument names, looked for as a shell looks for it.</summary>
    public byte* ProgramIn(string[] path, byte* first)
    {
        if (program is not null)
            return program.Pointers[0];
        var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(first);
        if (name.Contains((byte)'/'))
            return first;
        var found = programs.GetOrAdd(Encoding.UTF8.GetString(name), static (name, path) => Find(name, path), path);
        if (!words.HasInput(0))
            program = found;
        return found.Pointers[0];
    }

    private static NativeTexts Find(string name, string[] path)
    {
        foreach (var folder in path)
            if (Path.Combine(folder.Length == 0 ? "." : folder, name) is var file && File.Exists(file) && new NativeTexts([Encoding.UTF8.GetBytes(file)]) is var found && MayExecute(found))
                return found;
        throw new WorkFailedException($"There is no program '{name}' in the folders of PATH: {(name.Contains(' ', StringComparison.Ordinal) ? "write its arguments as words of their own, or have a shell read them with --set shell=true" : "correct its name, or write its path")}.");
    }

    /// <summary>Why the system does not start it.</summary>
    public string Refusal(int error, string folder) => error switch
    {
        LibC.EACCES when !MayEnter(folder) => $"The folder '{folder}' cannot be entered: change its permissions, or choose another with --set folder=.",
        LibC.EACCES when Directory.Exists(Path.Combine(folder, words.Name)) => $"'{words.Name}' is a folder: write the path of a program in it.",
        LibC.ENOENT => $"There is no program '{words.Name}', or the program that its first line names is missing.",
        LibC.EACCES when words.Name.Contains('/', StringComparison.Ordinal) && !File.Exists(Path.Combine(folder, words.Name)) => $"'{words.Name}' cannot be reached: change the permissions of its folders.",
        LibC.EACCES => $"'{words.Name}' is not executable: run 'chmod +x' on it, or write the program that reads it in front.",
        LibC.ENOEXEC => $"'{words.Name}' is no program: a script begins with a line such as '#!/bin/sh'.",
        LibC.EAGAIN => $"'{words.Name}' cannot be started: the system allows no more processes. Raise the limit (ulimit -u), or ask for fewer workers.",
        LibC.E2BIG => $"The arguments of '{words.Name}' are longer than the system allows, which is just under 128 KiB (131,071 bytes) for one: send the input by --set input=stdin.",
        _ => $"'{words.Name}' cannot be started: {Marshal.GetPInvokeErrorMessage(error)}.",
    };

    private static bool MayEnter(string folder) => folder.Length == 0 || MayExecute(new NativeTexts([Encoding.UTF8.GetBytes(folder)]));

    /// <summary>Whether this user may execute a program, or enter a folder.</summary>
    private static bool MayExecute(NativeTexts path)
    {
        var may = LibC.access(path.Pointers[0], LibC.X_OK) == 0;
        GC.KeepAlive(path);
        return may;
    }
}
