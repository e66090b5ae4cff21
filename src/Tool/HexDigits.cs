namespace Partime.Tool;

/// <summary>Numbers as hexadecimal digits. .NET's own way has vector instructions, and would be compiled at every start.</summary>
internal static class HexDigits
{
    /// <summary>The first digits of some bytes, in lower case.</summary>
    public static string Of(byte[] bytes, int count)
    {
        var digits = new char[count];
        for (var i = 0; i < count; i++)
            digits[i] = "0123456789abcdef"[(i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2]) & 0xF];
        return new string(digits);
    }
}
