using Partime.Tool.Measurement;
using Partime.Tool.Planning;

namespace Partime.Tool.Reporting;

/// <summary>A run as the files show it.</summary>
internal readonly record struct RunRow(ReportHeader Header, RunRecord Run)
{
    public PlannedRun Planned => Run.Planned;

    public Configuration Configuration => Run.Planned.Configuration;

    /// <summary>The remarks on the workload, on the run's executor and on the run itself.</summary>
    public string Remarks
    {
        get
        {
            if (Header.Remarks.Count == 0 && Run.Costs.Remark is null)
                return "";
            var executor = Configuration.Executor;
            var texts = Header.Remarks.Where(remark => remark.IsAbout(executor)).Select(remark => remark.Text).ToList();
            if (Run.Costs.Remark is { } own)
                texts.Add(own);
            return string.Join("; ", texts.Distinct().Select(text => text.TrimEnd('.')));
        }
    }
}
